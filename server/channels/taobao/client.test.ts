import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outboundBytes } from '@/server/links/outbound';
import { chinaTime } from '@/sim/platform/isv';
import { createRandom } from '@/sim/shop/random';
import { refused } from '@/sim/taobao/answer';
import { startTaobaoStandIn, type TaobaoStandIn } from '@/sim/taobao/stand-in';
import type { TaobaoTrade } from '@/sim/taobao/trade-shape';
import { problemOf } from '../../testing/call-problem.test-data';
import type { ChangeWindow, ShopKeys } from '../channel';
import { openTaobao } from './client';
import { failureOf } from './errors';
import { openTmc } from './queue';

const app = { appKey: '12345678', appSecret: 'an-app-secret', sellerId: '2200000000017' };
const now = Date.parse('2026-11-11T12:00:00+08:00');
const begin = now - 3_600_000;
const http = outboundBytes({ timeoutMs: 2_000, maxBytes: 1024 * 1024 });
let clock = now;
let standIn: TaobaoStandIn;

const tradeOf = (tid: string, at: number, status = 'WAIT_SELLER_SEND_GOODS') =>
  ({ tid: BigInt(tid), status, modified: chinaTime(at), orders: { order: [] } }) as TaobaoTrade;
const tidOf = (n: number) => `22319583490000${String(n).padStart(5, '0')}`;
const keysOf = (credentials: Record<string, string> = {}, secrets = [app.appSecret]): ShopKeys => ({
  secrets,
  credentials: {
    ...{ appKey: app.appKey, sellerId: app.sellerId, apiBase: standIn.url },
    ...{ sessionKey: standIn.session(), refreshToken: standIn.refreshToken(), ...credentials },
  },
});
const open = (...given: Parameters<typeof keysOf>) => openTaobao(keysOf(...given), http, () => clock);
const queueOf = (...given: Parameters<typeof keysOf>) => openTmc(keysOf(...given), http, () => clock);

beforeAll(async () => {
  standIn = await startTaobaoStandIn({
    ...{ ...app, port: 0, callsPerSecond: 1_000_000, random: createRandom(1), lossShare: 0, repeatShare: 0 },
    now: () => clock,
  });
  afterAll(() => standIn.close());
});

describe('the API of Taobao', () => {
  it.each([['md5'], ['hmac'], ['hmac-sha256']])('takes calls that are signed by %s', async (signMethod) => {
    standIn.put(tradeOf(tidOf(1), begin));
    const order = await open({ signMethod }).fetchOrder(tidOf(1), standIn.session());
    expect(order).toMatchObject({ orderNo: tidOf(1), version: begin });
    expect(order.key).toMatch(new RegExp(`^order/${tidOf(1)}@${begin}/[0-9a-f]{16}$`));
  });

  it('gives the same trade the same key and bytes, and another state of the same second another', async () => {
    const api = open();
    standIn.put(tradeOf(tidOf(2), begin, 'WAIT_BUYER_PAY'));
    const first = await api.fetchOrder(tidOf(2), standIn.session());
    expect(await api.fetchOrder(tidOf(2), standIn.session())).toEqual(first);
    standIn.put(tradeOf(tidOf(2), begin));
    const other = await api.fetchOrder(tidOf(2), standIn.session());
    expect([other.version, other.mark === first.mark, other.key === first.key]).toEqual([first.version, false, false]);
  });

  it('lists every trade that changed, though trades leave the list between two pages, in states alike to the details', async () => {
    for (let n = 100; n < 350; n += 1) standIn.put(tradeOf(tidOf(n), begin + 60_000 + n * 100));
    const api = open();
    const seen = new Map<string, string>();
    let window: ChangeWindow | null = { from: begin + 60_000, until: begin + 2_700_000, page: 0 };
    for (let pages = 0; window !== null; pages += 1) {
      const { orders, next } = await api.changedOrders(window, standIn.session());
      for (const { orderNo, mark } of orders) seen.set(orderNo, mark);
      standIn.put(tradeOf(tidOf(340 - pages), now));
      window = next;
    }
    expect(seen.size).toBe(250);
    const detail = await api.fetchOrder(tidOf(349), standIn.session());
    expect(seen.get(tidOf(349))).toBe(detail.mark);
  });

  it('uses the session that was entered, renews it where it may, and says when only a person can', async () => {
    const api = open();
    const first = await api.renewToken(null);
    expect(first).toMatchObject({ accessToken: standIn.session(), refreshToken: standIn.refreshToken() });
    const second = await api.renewToken(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(await problemOf(api.fetchOrder(tidOf(1), first.accessToken))).toBe('token');
    expect(await problemOf(api.fetchOrder(tidOf(1), second.accessToken))).toBe('none');
    expect(await problemOf(api.renewToken(first.refreshToken))).toBe('not-connected');
    const fixed = open({ refreshToken: ' ' });
    const entered = await fixed.renewToken(null);
    expect(entered.refreshToken).toBe('');
    expect(await problemOf(fixed.renewToken(entered.refreshToken))).toBe('not-connected');
  });

  it('says whose fault a refusal is', async () => {
    const api = open();
    const session = standIn.session();
    expect(await problemOf(api.fetchOrder('223195834900000', session))).toBe('refused');
    expect(await problemOf(open({}, ['another secret']).fetchOrder(tidOf(1), session))).toBe('not-connected');
    expect(await problemOf(open({ appKey: '1' }).fetchOrder(tidOf(1), session))).toBe('not-connected');
    standIn.poison(tidOf(1), { trade: tradeOf(tidOf(2), begin) });
    expect(await problemOf(api.fetchOrder(tidOf(1), session))).toBe('refused');
    standIn.poison(tidOf(1), {});
    expect(await problemOf(api.fetchOrder(tidOf(1), session))).toBe('refused');
    standIn.poison(tidOf(1), refused(15, 'Remote service error', 'isp.remote-service-timeout'));
    expect(await problemOf(api.fetchOrder(tidOf(1), session))).toBe('unavailable');
    standIn.poison(tidOf(1), null);
    standIn.limit(0);
    expect(await problemOf(api.fetchOrder(tidOf(1), session))).toBe('rate-limited');
    standIn.limit(1_000_000);
  });

  it.each([
    [26, '', 'token'],
    [53, 'isv.session-expired', 'token'],
    [15, 'isp.system-busy', 'rate-limited'],
    [7, 'accesscontrol.limited-by-api-access-count', 'rate-limited'],
    [11, 'isv.permission-api-package-empty', 'not-connected'],
    [40, 'isv.missing-parameter:tid', 'refused'],
    [999, '', 'refused'],
  ])('reads %i with "%s" as %s', (code, sub, problem) => {
    expect(failureOf('m', code, sub)).toMatchObject({ problem, message: `m answered ${code}${sub && ` ${sub}`}` });
  });

  it('asks for what a shop has not entered, and repeats nothing that the platform says beside its codes', () => {
    expect(() => openTaobao({ secrets: [], credentials: {} }, http, () => now)).toThrow(
      'not entered yet: appKey, sessionKey, signingSecret',
    );
    expect(() => open({ apiBase: 'nowhere' })).toThrow('apiBase is not an address');
    expect(() => open({ sellerId: '潮汐' })).toThrow('sellerId is not the number of a seller');
    expect(failureOf('m', 15, '张三 13800138000').message).toBe('m answered 15');
  });
});

describe('the queue of messages', () => {
  const EVENTS = ['TradeBuyerPay', 'TradeTimeoutRemind', 'TradeDelayConfirmPay'];
  const publish = (count: number) =>
    standIn.publish(
      Array.from({ length: count }, (_, n) => standIn.message(tidOf(1), `taobao_trade_${EVENTS[n % EVENTS.length]}`)),
    );

  it('holds nothing before the shop has subscribed, and then everything until it is confirmed', async () => {
    publish(1);
    const queue = queueOf();
    expect(await queue.fetch()).toEqual({ messages: [], isMore: false });
    expect(await problemOf(queue.subscribe!('no session'))).toBe('token');
    await queue.subscribe!(standIn.session());
    publish(230);
    const first = await queue.fetch();
    expect([first.messages.length, first.isMore]).toEqual([200, true]);
    const second = await queue.fetch();
    expect([second.messages.length, second.isMore]).toEqual([30, false]);
    await queue.confirm(first.messages.map(({ id }) => id));
    clock += 61_000;
    const again = await queue.fetch();
    expect(again.messages).toEqual(second.messages);
    standIn.forgetConfirmations(true);
    expect(await problemOf(queue.confirm(again.messages.map(({ id }) => id)))).toBe('unavailable');
    standIn.forgetConfirmations(false);
    await queue.confirm(again.messages.map(({ id }) => id));
    expect(standIn.counts().waiting).toBe(0);
  });

  it('leaves the messages of another seller where they are, and says so', async () => {
    publish(3);
    const other = queueOf({ sellerId: '7' });
    await expect(other.fetch()).rejects.toThrow('only messages of other sellers wait');
    clock += 61_000;
    const own = await queueOf().fetch();
    expect(own.messages).toHaveLength(3);
    await queueOf().confirm(own.messages.map(({ id }) => id));
  });

  it('of a group that the app does not have cannot be asked', async () => {
    expect(await problemOf(queueOf({ messageGroup: 'vip_user' }).fetch())).toBe('refused');
  });
});
