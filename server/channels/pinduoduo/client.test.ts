import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outboundBytes } from '@/server/links/outbound';
import { refused } from '@/sim/pinduoduo/answer';
import { chinaTime, type PddOrder } from '@/sim/pinduoduo/order-shape';
import { type PddStandIn, startPddStandIn } from '@/sim/pinduoduo/stand-in';
import { createRandom } from '@/sim/shop/random';
import { problemOf } from '../../testing/call-problem.test-data';
import type { CallProblem } from '../call-failure';
import type { ChangeWindow, OrderApi } from '../channel';
import { openPinduoduo } from './client';
import { failureOf } from './errors';

const app = { clientId: 'dc953bcf', clientSecret: 'an-app-secret', mallId: '171504183', authCode: 'a-code' };
const now = Math.floor(Date.now() / 1_000) * 1_000;
const orderOf = (n: number, at: number): PddOrder => ({
  order_sn: `261111-${String(n).padStart(15, '0')}`,
  order_status: 1,
  updated_at: chinaTime(at),
});
let standIn: PddStandIn;
const open = (credentials: Record<string, string> = {}, secret = app.clientSecret): OrderApi => {
  const { clientId, mallId, authCode } = app;
  const all = { clientId, mallId, authCode, apiBase: standIn.apiUrl, ...credentials };
  const http = outboundBytes({ timeoutMs: 2_000, maxBytes: 1024 * 1024 });
  return openPinduoduo({ secrets: [secret], credentials: all }, http, () => now);
};

let token: string;
let refreshToken: string;
beforeAll(async () => {
  const random = createRandom(1);
  const options = { ...app, port: 0, callsPerSecond: 1_000, random, lossShare: 0, repeatShare: 0, now: () => now };
  standIn = await startPddStandIn(options);
  afterAll(() => standIn.close());
  for (let n = 0; n < 250; n += 1) standIn.put(orderOf(n, now - 1_200_000 + n * 2_000));
  ({ accessToken: token, refreshToken } = await open().renewToken(null));
});

describe('the API of 拼多多', () => {
  it('gives an order, the same state always under the same key and with the same bytes', async () => {
    const [one, two] = [
      await open().fetchOrder(orderOf(3, 0).order_sn, token),
      await open().fetchOrder(orderOf(3, 0).order_sn, token),
    ];
    expect(one.key).toMatch(/^order\/261111-000000000000003@\d+\/[0-9a-f]{16}$/);
    expect(two).toEqual(one);
  });

  it('gives every order that changed within the window', async () => {
    const api = open();
    const seen = new Set<string>();
    let window: ChangeWindow | null = { from: now - 3_600_000, until: now, page: 0 };
    while (window !== null) {
      const page = await api.changedOrders(window, token);
      for (const { orderNo } of page.orders) seen.add(orderNo);
      expect(page.undated).toBeUndefined();
      window = page.next;
    }
    expect(seen.size).toBe(250);
  });

  it('lists orders of which it says the number only as such', async () => {
    standIn.put({ ...orderOf(999, now - 500_000) });
    const http = async () =>
      Buffer.from(
        '{"order_sn_increment_get_response":{"order_sn_list":[{"order_sn":"261111-000000000000999"}],"total_count":1}}',
      );
    const keys = { secrets: ['s'], credentials: { clientId: 'c', mallId: '1' } };
    const page = await openPinduoduo(keys, http, () => now).changedOrders(
      { from: now - 60_000, until: now, page: 0 },
      't',
    );
    expect(page.orders).toEqual([]);
    expect(page.undated?.orderNos).toEqual(['261111-000000000000999']);
    expect(page.undated?.by).toBeGreaterThanOrEqual(now);
  });

  it('takes a refresh token once more, a code once, and says that the shop has to authorise again after that', async () => {
    const next = await open({ authCode: '' }).renewToken(refreshToken);
    expect(next.accessToken).not.toBe(token);
    token = next.accessToken;
    await expect(open().renewToken(refreshToken)).rejects.toThrow(/authorise the app again/);
    await expect(open({ authCode: '' }).renewToken(null)).rejects.toThrow(/not entered yet: authCode$/);
    expect((await open({ refreshToken: next.refreshToken }).renewToken('gone')).accessToken).not.toBe(token);
    ({ accessToken: token } = await open({}).renewToken(`pdd-refresh-${standIn.timesIssued()}`));
  });

  it.each<[string, CallProblem, () => Promise<unknown>]>([
    ['another secret', 'not-connected', () => open({}, 'wrong').fetchOrder(orderOf(1, 0).order_sn, token)],
    ['another app', 'not-connected', () => open({ clientId: 'x' }).fetchOrder(orderOf(1, 0).order_sn, token)],
    ['an unknown token', 'token', () => open().fetchOrder(orderOf(1, 0).order_sn, 'x')],
    ['an unknown order', 'refused', () => open().fetchOrder('261111-999999999999998', token)],
    ['nothing entered', 'not-connected', async () => open({ clientId: '' }).fetchOrder('261111-1', token)],
    ['an address that is none', 'not-connected', async () => open({ apiBase: 'gw-api' }).fetchOrder('261111-1', token)],
  ])('says of %s that it is a problem of the kind %s', async (_, problem, work) => {
    expect(await problemOf((async () => work())())).toBe(problem);
  });

  it('permits the messages of the shop, and takes an answer that does not say so for a refusal', async () => {
    await open().subscribe!(token);
    expect(standIn.timesCalled('pdd.pmc.user.permit')).toBe(1);
    expect(await problemOf(open().subscribe!('x'))).toBe('token');
    const keys = { secrets: ['s'], credentials: { clientId: 'c', mallId: '1' } };
    const http = async () => Buffer.from('{"pmc_user_permit_response":{"is_success":false}}');
    await expect(openPinduoduo(keys, http, () => now).subscribe!('t')).rejects.toThrow('did not subscribe');
  });

  it('tells a limit from a refusal, also by its words where the code is new', async () => {
    standIn.poison(orderOf(5, 0).order_sn, refused(70_031, '调用过于频繁'));
    expect(await problemOf(open().fetchOrder(orderOf(5, 0).order_sn, token))).toBe('rate-limited');
    expect(failureOf('t', 99_999, '', '接口被限流').problem).toBe('rate-limited');
    expect(failureOf('t', 10_019, '10019', '').message).toBe('t answered 10019');
    expect(failureOf('t', 1, '张三 13800138000', '').message).toBe('t answered 1');
  });

  it.each([['<html>'], [''], ['{}'], ['{"error_response":{}}'], ['{"order_info_get_response":{"order_info":{}}}']])(
    'that answers %j is no order',
    async (text) => {
      const keys = { secrets: ['s'], credentials: { clientId: 'c', mallId: '1' } };
      const api = openPinduoduo(
        keys,
        async () => Buffer.from(text),
        () => now,
      );
      expect(await problemOf(api.fetchOrder('261111-000000000000003', 't'))).not.toBe('none');
    },
  );
});
