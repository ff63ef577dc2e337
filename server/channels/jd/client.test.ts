import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/domain/clocks/instant';
import { outboundBytes } from '@/server/links/outbound';
import { failed, refused } from '@/sim/jd/answer';
import type { JdOrder } from '@/sim/jd/order-shape';
import { type JdStandIn, startJdStandIn } from '@/sim/jd/stand-in';
import { chinaTime } from '@/sim/platform/isv';
import { problemOf } from '../../testing/call-problem.test-data';
import type { ChangeWindow } from '../channel';
import { openJd } from './client';
import { failureOf } from './errors';

const app = { appKey: 'A1B2C3D4E5F60718293A4B5C6D7E8F90', appSecret: 'an-app-secret' };
const now = Date.parse('2026-11-11T12:00:00+08:00');
const begin = now - 3_600_000;
const http = outboundBytes({ timeoutMs: 2_000, maxBytes: 1024 * 1024 });
let standIn: JdStandIn;

const noOf = (n: number) => `2735120${String(n).padStart(5, '0')}`;
const put = (n: number, at: number, orderState = 'WAIT_SELLER_STOCK_OUT') =>
  standIn.put({ orderId: noOf(n), orderState, modified: chinaTime(at) } as JdOrder);
const open = (credentials: Record<string, string> = {}, secrets = [app.appSecret]) =>
  openJd(
    {
      secrets,
      credentials: {
        ...{ appKey: app.appKey, apiBase: `${standIn.url}/routerjson`, oauthBase: `${standIn.url}/oauth2` },
        ...{ accessToken: standIn.accessToken(), refreshToken: standIn.refreshToken(), ...credentials },
      },
    },
    http,
    () => now,
  );
const list = async (credentials: Record<string, string>, from: number, until: number) => {
  const api = open(credentials);
  const seen: string[] = [];
  let window: ChangeWindow | null = { from, until, page: 0 };
  for (; window !== null; ) {
    const { orders, next }: { orders: readonly { orderNo: string }[]; next: ChangeWindow | null } =
      await api.changedOrders(window, standIn.accessToken());
    seen.push(...orders.map(({ orderNo }) => orderNo));
    window = next;
  }
  return seen;
};

beforeAll(async () => {
  standIn = await startJdStandIn({ ...app, port: 0, callsPerSecond: 1_000_000, now: () => now });
  afterAll(() => standIn.close());
});

describe('the API of JD', () => {
  it('gives the same order the same key and bytes, and another state of the same second another', async () => {
    put(1, begin);
    const first = await open().fetchOrder(noOf(1), standIn.accessToken());
    expect(first).toMatchObject({ orderNo: noOf(1), version: begin });
    expect(await open().fetchOrder(noOf(1), standIn.accessToken())).toEqual(first);
    put(1, begin, 'LOCKED');
    const other = await open().fetchOrder(noOf(1), standIn.accessToken());
    expect([other.mark === first.mark, other.key === first.key]).toEqual([false, false]);
  });

  it.each([
    ['wrapped', 'responce'],
    ['flat', 'response'],
  ] as const)(
    'is searched with parameters that are %s, and answers under a root that ends in %s',
    async (wrapping, end) => {
      put(1, begin);
      standIn.speak(wrapping, end);
      expect(await list({ wrapping }, begin - 1_000, begin + 1_000)).toEqual([noOf(1)]);
      const other = wrapping === 'wrapped' ? 'flat' : 'wrapped';
      expect(await problemOf(list({ wrapping: other }, begin - 1_000, begin + 1_000))).toBe('refused');
      standIn.speak('wrapped', 'responce');
    },
  );

  it('lists every order that changed, oldest first, though orders leave the list between two pages', async () => {
    for (let n = 100; n < 350; n += 1) put(n, begin + 60_000 + Math.floor(n / 3) * 1_000);
    const api = open();
    const seen = new Set<string>();
    let window: ChangeWindow | null = { from: begin + 60_000, until: begin + 300_000, page: 0 };
    for (let pages = 0; window !== null; pages += 1) {
      const { orders, next } = await api.changedOrders(window, standIn.accessToken());
      for (const { orderNo } of orders) seen.add(orderNo);
      put(100 + pages, now);
      window = next;
    }
    expect(seen.size).toBe(250);
  });

  it('is searched in spans of less than a month, however long nobody has looked', async () => {
    put(400, now - 80 * DAY_MS);
    put(401, now - 20 * DAY_MS);
    const seen = await list({}, now - 85 * DAY_MS, now);
    expect(seen).toEqual(expect.arrayContaining([noOf(400), noOf(401)]));
  });

  it('says whose fault a refusal is', async () => {
    const api = open();
    const token = standIn.accessToken();
    expect(await problemOf(api.fetchOrder('999999999999', token))).toBe('refused');
    expect(await problemOf(api.fetchOrder(noOf(1), 'another'))).toBe('token');
    expect(await problemOf(open({}, ['another secret']).fetchOrder(noOf(1), token))).toBe('not-connected');
    expect(await problemOf(open({ appKey: '1' }).fetchOrder(noOf(1), token))).toBe('not-connected');
    standIn.poison(noOf(1), failed('50000', '系统异常，请稍后再试'));
    expect(await problemOf(api.fetchOrder(noOf(1), token))).toBe('unavailable');
    standIn.poison(noOf(1), {});
    expect(await problemOf(api.fetchOrder(noOf(1), token))).toBe('refused');
    standIn.poison(noOf(1), {
      apiResult: { success: true },
      orderInfo: { orderId: noOf(2), modified: chinaTime(begin) },
    });
    expect(await problemOf(api.fetchOrder(noOf(1), token))).toBe('refused');
    standIn.poison(noOf(1), null);
    standIn.limit(0);
    expect(await problemOf(api.fetchOrder(noOf(1), token))).toBe('rate-limited');
    standIn.limit(1_000_000);
  });

  it.each([
    ['18', '', 'token'],
    ['', 'token已过期或者不存在，请重新授权', 'token'],
    ['25', '', 'not-connected'],
    ['', '接口调用频繁', 'rate-limited'],
    ['', '张三的订单', 'refused'],
  ])('reads "%s" with "%s" as %s', (code, words, problem) => {
    const failure = failureOf('m', code, words);
    expect(failure.problem).toBe(problem);
    expect(failure.message).not.toContain('张三');
  });

  it('asks for what a shop has not entered', () => {
    expect(() => openJd({ secrets: [], credentials: {} }, http, () => now)).toThrow(
      'not entered yet: appKey, accessToken, signingSecret',
    );
    expect(() => open({ wrapping: 'paper' })).toThrow('wrapping has to be one of wrapped, flat');
  });
});

describe('the token', () => {
  it('is what was entered, is renewed in the last day of its life, and then tells when it may be again', async () => {
    const api = open();
    const entered = await api.renewToken(null);
    expect(entered).toMatchObject({ accessToken: standIn.accessToken(), refreshToken: standIn.refreshToken() });
    expect(await problemOf(api.renewToken(entered.refreshToken))).toBe('not-connected');
    standIn.tokenEndsIn(20 * HOUR_MS);
    const renewed = await api.renewToken(entered.refreshToken);
    expect(renewed.accessToken).toBe(standIn.accessToken());
    expect(renewed.accessToken).not.toBe(entered.accessToken);
    expect(renewed.expiresInMs).toBe(365 * DAY_MS);
    expect(renewed.renewInMs).toBe(365 * DAY_MS - 20 * HOUR_MS);
  });

  it('that is over is not renewed: a person has to act, and so where none was given to renew it with', async () => {
    const api = open();
    standIn.tokenEndsIn(0);
    expect(await problemOf(api.fetchOrder(noOf(1), standIn.accessToken()))).toBe('token');
    expect(await problemOf(api.renewToken(standIn.refreshToken()))).toBe('not-connected');
    expect(await problemOf(api.renewToken(''))).toBe('not-connected');
    standIn.tokenEndsIn(DAY_MS);
  });

  it('and its secret are never part of what is said of a failure', async () => {
    standIn.poison(noOf(3), refused('25', '无效签名', 'Invalid signature'));
    standIn.tokenEndsIn(0);
    const failures = await Promise.allSettled([
      open().renewToken('a-refresh-token'),
      open().fetchOrder(noOf(3), 'an-access-token'),
    ]);
    for (const failure of failures)
      expect(String((failure as PromiseRejectedResult).reason)).not.toMatch(
        /an-app-secret|a-refresh-token|an-access-token/,
      );
    standIn.tokenEndsIn(DAY_MS);
  });
});
