import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Followed } from '../given-orders';
import { signature } from '../qimen/envelope';
import { newProgress } from '../shop/life';
import { createRandom } from '../shop/random';
import { SCENARIOS } from '../shop/scenarios';
import { createShop } from '../shop/shop';
import { startOutside } from './outside';
import { NO_OUTSIDE } from './setup';

const NOW = Date.parse('2026-11-11T08:00:00+08:00');
const QIMEN = { appKey: 'a', appSecret: 'secret', customerId: 'c', warehouseCode: 'HZ01' };

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function asked(port: number, method: string, request: string): Promise<string> {
  const body = `<request>${request}</request>`;
  const url = new URL(`http://127.0.0.1:${port}/router/qimen/service`);
  url.search = new URLSearchParams({ method: `taobao.qimen.${method}`, app_key: 'a', customerId: 'c' }).toString();
  url.searchParams.set('sign', signature('secret', url.searchParams, body));
  return (await fetch(url, { method: 'POST', body })).text();
}

async function played(port: number, followed: readonly Followed[]) {
  const productUrl = new URL('http://127.0.0.1:9');
  const setup = { ...NO_OUTSIDE, qimen: { ...QIMEN, port, linkId: 'q', shopIds: ['a'] } };
  const outside = await startOutside({ setup, productUrl, random: createRandom(2), followed, clock: () => NOW });
  onTestFinished(outside.close);
  return outside;
}

it('a warehouse goes on with what it was given in an earlier run, and gives it back when it is asked to', async () => {
  const shop = createShop({ shopId: 'a', prefix: 'A', seed: 1, scenario: SCENARIOS.normal, maskedShare: 0 });
  const [order] = shop.nextOrders(NOW);
  if (!order) throw new Error('nobody ordered anything');
  const progress = { ...newProgress(order), given: { code: 'TW1', firstNo: order.orderNo } };
  const port = await freePort();
  const outside = await played(port, [{ progress, step: null }]);
  expect(await asked(port, 'order.cancel', '<orderCode>TW2</orderCode>')).toContain('ORDER_NOT_FOUND');
  expect(outside.warehouseNews()).toEqual([]);
  expect(await asked(port, 'order.cancel', '<orderCode>TW1</orderCode>')).toContain('<flag>success</flag>');
  expect(outside.warehouseNews()).toEqual([{ kind: 'taken-back', code: 'TW1', orderNos: [order.orderNo] }]);
});
