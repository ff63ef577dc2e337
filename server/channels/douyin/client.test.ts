import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outboundBytes } from '@/server/links/outbound';
import { type DoudianStandIn, startDoudianStandIn } from '@/sim/douyin/stand-in';
import { createRandom } from '@/sim/shop/random';
import { problemOf } from '../../testing/call-problem.test-data';
import type { OrderApi } from '../channel';
import { openDoudian } from './client';
import { failureOf } from './errors';

const app = { appKey: '3409409348479354011', appSecret: 'an-app-secret', shopId: '4463798' };
const now = Date.now();
const orderOf = (order_id: string, update_time: number) => ({
  order_id,
  update_time,
  order_status: 2,
  main_status: 2,
  sku_order_list: [],
});
let standIn: DoudianStandIn;
const open = (credentials: Record<string, string> = {}, secrets = [app.appSecret]): OrderApi =>
  openDoudian(
    {
      secrets,
      credentials: { appKey: app.appKey, platformShopId: app.shopId, apiBase: `${standIn.url}/`, ...credentials },
    },
    outboundBytes({ timeoutMs: 2_000, maxBytes: 1024 * 1024 }),
    () => now,
  );

beforeAll(async () => {
  const options = { ...app, port: 0, callsPerSecond: 1_000, pushUrl: 'http://127.0.0.1:1', random: createRandom(1) };
  standIn = await startDoudianStandIn({ ...options, lossShare: 0, repeatShare: 0, now: () => now });
  afterAll(() => standIn.close());
  for (let n = 0; n < 250; n += 1)
    standIn.put(orderOf(`69000000000000${String(n).padStart(5, '0')}`, 1_000_000_000 + Math.floor(n / 3)));
});

describe('the API of 抖店', () => {
  it.each([['hmac-sha256'], ['md5']])('takes calls that are signed with %s', async (signMethod) => {
    const api = open({ signMethod });
    const { accessToken } = await api.renewToken(null);
    const order = await api.fetchOrder('6900000000000000003', accessToken);
    expect(order).toMatchObject({ orderNo: '6900000000000000003', version: 1_000_000_001_000 });
    expect(order.key).toMatch(/^order\/6900000000000000003@1000000001000\/[0-9a-f]{16}$/);
  });

  it('gives the same order the same key and bytes, and another state another', async () => {
    const api = open();
    const { accessToken } = await api.renewToken(null);
    const no = '6900000000000000004';
    const first = await api.fetchOrder(no, accessToken);
    expect(await api.fetchOrder(no, accessToken)).toEqual(first);
    standIn.put({ ...orderOf(no, first.version / 1_000), order_status: 105 });
    const other = await api.fetchOrder(no, accessToken);
    expect([other.version, other.mark === first.mark, other.key === first.key]).toEqual([first.version, false, false]);
  });

  it('lists every order that changed, though an order leaves the window between two pages', async () => {
    const api = open();
    const { accessToken } = await api.renewToken(null);
    const seen = new Set<string>();
    let window = { from: 1_000_000_000_000, until: 1_000_000_100_000, page: 0 };
    for (let pages = 0; ; pages += 1) {
      const { orders, next } = await api.changedOrders(window, accessToken);
      for (const { orderNo } of orders) seen.add(orderNo);
      if (next === null) break;
      standIn.put(orderOf(`690000000000000000${pages}`, 2_000_000_000));
      window = next;
    }
    expect(seen.size).toBe(250);
  });

  it('gives new tokens by the refresh token, and by the shop itself where that is over', async () => {
    const api = open();
    const first = await api.renewToken(null);
    expect(first.expiresInMs).toBe(7 * 24 * 3_600_000);
    const second = await api.renewToken(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(await problemOf(api.fetchOrder('6900000000000000003', first.accessToken))).toBe('token');
    expect(await problemOf(api.renewToken(first.refreshToken))).toBe('none');
  });

  it('says whose fault a refusal is', async () => {
    const api = open();
    const { accessToken } = await api.renewToken(null);
    const no = '6900000000000000003';
    expect(await problemOf(api.fetchOrder('7', accessToken))).toBe('refused');
    expect(await problemOf(open({}, ['another secret']).fetchOrder(no, accessToken))).toBe('not-connected');
    expect(await problemOf(open({ appKey: '1' }).fetchOrder(no, accessToken))).toBe('not-connected');
    standIn.poison(no, { code: 10_000, msg: '', sub_code: '', sub_msg: '', data: {} });
    expect(await problemOf(api.fetchOrder(no, accessToken))).toBe('refused');
    standIn.poison(no, {
      code: 10_000,
      msg: '',
      sub_code: '',
      sub_msg: '',
      data: { shop_order_detail: orderOf('6900000000000000005', 1) },
    });
    expect(await problemOf(api.fetchOrder(no, accessToken))).toBe('refused');
    standIn.poison(no, null);
    standIn.expireTokens();
    expect(await problemOf(api.fetchOrder(no, accessToken))).toBe('token');
    standIn.limit(0);
    expect(await problemOf(api.fetchOrder(no, accessToken))).toBe('rate-limited');
    standIn.limit(1_000);
  });

  it('is not called before the shop has entered what is needed', () => {
    expect(() => open({ appKey: '' })).toThrow('not entered yet: appKey');
    expect(() => open({ platformShopId: ' ' }, [])).toThrow('not entered yet: platformShopId, signingSecret');
    expect(() => open({ apiBase: 'no address' })).toThrow('apiBase is not an address');
  });
});

describe('a refusal', () => {
  it.each([
    [60_000, '', 'rate-limited'],
    [90_000, 'isv.call-limited', 'rate-limited'],
    [40_003, 'isv.access-token-expired', 'token'],
    [40_003, 'isv.access-token-no-existed', 'token'],
    [50_001, 'dop.token-generate-failed:token-expired', 'token'],
    [40_003, 'isv.signature-invalid', 'not-connected'],
    [30_001, 'dop.authorization-closed', 'not-connected'],
    [30_002, '', 'not-connected'],
    [20_000, 'isp.service-error:123', 'unavailable'],
    [20_001, '', 'unavailable'],
    [40_004, 'isv.order-not-exist', 'refused'],
    [50_002, 'isv.business-failed:13800138000 张三', 'refused'],
    [123, '', 'refused'],
  ])('%s %s is told as %s', (code, subCode, problem) => {
    expect(failureOf('order.orderDetail', code, subCode).problem).toBe(problem);
    expect(failureOf('order.orderDetail', code, subCode).message).not.toMatch(/张三/);
  });
});
