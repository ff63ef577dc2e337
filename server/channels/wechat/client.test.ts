import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outboundBytes } from '@/server/links/outbound';
import { createRandom } from '@/sim/shop/random';
import { refused } from '@/sim/wechat/answer';
import { startWechatStandIn, type WechatStandIn } from '@/sim/wechat/stand-in';
import { CallFailure, type CallProblem } from '../call-failure';
import type { ChangeWindow, OrderApi } from '../channel';
import { openWechatShop } from './client';

const app = { appId: 'wx1', appSecret: 'a-secret', token: 't', encodingAesKey: 'a'.repeat(43), callsPerSecond: 10_000 };
const now = Math.floor(Date.now() / 1_000) * 1_000;
const noOf = (n: number) => `37${String(n).padStart(17, '0')}`;
let standIn: WechatStandIn;
const http = outboundBytes({ timeoutMs: 2_000, maxBytes: 1024 * 1024 });
const open = (credentials: Record<string, string> = {}): OrderApi =>
  openWechatShop(
    {
      secrets: [app.token],
      credentials: { appId: app.appId, appSecret: app.appSecret, apiBase: standIn.url, ...credentials },
    },
    http,
  );
const problemOf = async (work: () => Promise<unknown>): Promise<CallProblem | 'none'> => {
  try {
    await work();
    return 'none';
  } catch (error) {
    if (error instanceof CallFailure) return error.problem;
    throw error;
  }
};
async function listAll(api: OrderApi, first: ChangeWindow, token: string): Promise<string[]> {
  const seen: string[] = [];
  for (let window: ChangeWindow | null = first; window !== null; ) {
    const page = await api.changedOrders(window, token);
    seen.push(...(page.undated?.orderNos ?? []));
    if (page.undated) expect(page.undated.by).toBeLessThanOrEqual(first.until + 1_000);
    window = page.next;
  }
  return seen;
}

let token: string;
beforeAll(async () => {
  const options = {
    ...app,
    port: 0,
    pushUrl: 'http://127.0.0.1:1',
    random: createRandom(1),
    lossShare: 0,
    repeatShare: 0,
  };
  standIn = await startWechatStandIn({ ...options, now: () => now });
  afterAll(() => standIn.close());
  for (let n = 0; n < 450; n += 1)
    standIn.put({ order_id: noOf(n), status: 20, update_time: now / 1_000 - 500 + Math.floor(n / 3) });
  ({ accessToken: token } = await open().renewToken(null));
});

describe('the API of 微信小店', () => {
  it('gives an order under a key of its state', async () => {
    const order = await open().fetchOrder(noOf(7), token);
    expect(order.key).toMatch(new RegExp(`^order/${noOf(7)}@\\d+/[0-9a-f]{16}$`));
    expect(await open().fetchOrder(noOf(7), token)).toEqual(order);
  });

  it('lists every order that changed within the window, page after page under the same filter', async () => {
    const seen = await listAll(open(), { from: now - 600_000, until: now, page: 0 }, token);
    expect(new Set(seen).size).toBe(450);
  });

  it('looks at narrower spans where the platform finds them too wide', async () => {
    for (let n = 1_000; n < 11_500; n += 1)
      standIn.put({ order_id: noOf(n), status: 20, update_time: now / 1_000 - 5_000 + (n % 55) });
    const seen = await listAll(open(), { from: now - 5_000_000, until: now - 4_900_000, page: 0 }, token);
    expect(new Set(seen).size).toBe(10_500);
  });

  it('has one token for all nodes, and makes another only where that one was refused', async () => {
    const again = await open().renewToken(null);
    expect(again.accessToken).toBe(token);
    expect(standIn.timesIssued()).toBe(1);
    standIn.expireTokens();
    expect(await problemOf(() => open().fetchOrder(noOf(1), token))).toBe('token');
    const next = await open().renewToken(again.refreshToken);
    expect(next.accessToken).not.toBe(token);
    token = next.accessToken;
    expect(await problemOf(() => open().fetchOrder(noOf(1), token))).toBe('none');
  });

  it.each<[string, CallProblem, () => Promise<unknown>]>([
    ['a wrong app secret', 'not-connected', () => open({ appSecret: 'x' }).renewToken(null)],
    ['an unknown app', 'not-connected', () => open({ appId: 'x' }).renewToken(null)],
    ['an unknown order', 'refused', () => open().fetchOrder('3799999999999999999', token)],
    ['nothing entered', 'not-connected', async () => open({ appSecret: '' })],
    [
      'a span without an end',
      'refused',
      () => open().changedOrders({ from: now, until: now - 60_000, page: 0 }, token),
    ],
  ])('says of %s that it is a problem of the kind %s', async (_, problem, work) => {
    expect(await problemOf(work)).toBe(problem);
  });

  it.each([
    [45_009, 'rate-limited'],
    [-1, 'unavailable'],
    [48_001, 'not-connected'],
    [42_001, 'token'],
    [10_020_099, 'refused'],
  ])('%i is a problem of the kind %s', async (code, problem) => {
    standIn.poison(noOf(3), refused(code, '张三 13800138000'));
    expect(await problemOf(() => open().fetchOrder(noOf(3), token))).toBe(problem);
    await expect(open().fetchOrder(noOf(3), token)).rejects.toThrow(`/channels/ec/order/get answered ${code}`);
    standIn.poison(noOf(3), null);
  });

  it.each([['<html>'], [''], ['[]'], ['{"errcode":0}'], ['{"errcode":0,"order":{"order_id":"1"}}']])(
    'that answers %j gives no order',
    async (text) => {
      const keys = { secrets: ['t'], credentials: { appId: 'a', appSecret: 'b' } };
      const api = openWechatShop(keys, async () => Buffer.from(text));
      expect(await problemOf(() => api.fetchOrder(noOf(3), 't'))).not.toBe('none');
    },
  );
});
