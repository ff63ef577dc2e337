import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { instantOf } from '@/sim/platform/isv';
import type { Progress } from '@/sim/shop/life';
import { createRandom } from '@/sim/shop/random';
import { startTaobaoStandIn, type TaobaoStandIn } from '@/sim/taobao/stand-in';
import type { TmcMessage } from '@/sim/taobao/tmc';
import { type TaobaoTrade, taobaoTradeOf, tidOf } from '@/sim/taobao/trade-shape';
import { byNumber, ordersOf, type PooledRow, paidOrders, shippedOf } from '../testing/asked-orders.test-data';
import { platformDesk } from '../testing/platform-desk';

const ORDERS = 1_000;
const APP = { appKey: '12345678', appSecret: 'secret of the app', sellerId: '2200000000017' };
const STATUS: Readonly<Record<string, string>> = {
  WAIT_SELLER_SEND_GOODS: 'to_ship',
  PAID_FORBID_CONSIGN: 'paid_hold',
  WAIT_BUYER_CONFIRM_GOODS: 'shipped',
};

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof platformDesk<TaobaoStandIn>>>;
let known: ReturnType<typeof ordersOf>;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await platformDesk(db, {
    platform: 'taobao',
    secret: APP.appSecret,
    start: (given) =>
      startTaobaoStandIn({
        ...{ ...APP, ...given, port: 0, callsPerSecond: 100_000 },
        ...{ random: createRandom(7), lossShare: 0.05, repeatShare: 0.2 },
      }),
    credentialsOf: (standIn) => ({
      ...{ appKey: APP.appKey, sellerId: APP.sellerId },
      ...{ sessionKey: standIn.session(), refreshToken: standIn.refreshToken() },
    }),
  });
  known = ordersOf(db, desk.shopId);
  now = await db.now();
});

const tell = (progress: Progress, at: number, topic: string): TmcMessage => {
  desk.standIn.put(taobaoTradeOf(progress, at));
  return desk.standIn.message(tidOf(progress.order), topic);
};
const truthOf = (trade: TaobaoTrade): PooledRow => ({
  orderNo: String(trade.tid),
  status: STATUS[trade.status] ?? '',
  amountFen: Math.round(Number(trade.payment) * 100),
  trackingNo: (trade.orders as { order: { invoice_no: string }[] }).order[0]?.invoice_no || null,
  version: instantOf(trade.modified),
});
const truth = () => byNumber(desk.standIn.trades().map(truthOf));
const lostTrades = (since = 0) =>
  [
    ...new Set(
      desk.standIn
        .lost()
        .slice(since)
        .map(({ content }) => /"tid":(\d+)/.exec(content)?.[1] ?? ''),
    ),
  ].sort();

/** Takes and reads what waits until the queue is empty; time passes, so that what was given and not confirmed comes again. */
async function takeAll(): Promise<void> {
  for (let rounds = 0; desk.standIn.counts().waiting > 0; rounds += 1) {
    if (rounds > 500) throw new Error('messages wait for ever');
    await desk.passTime();
    await desk.pull();
    await desk.work();
  }
}

describe('a thousand trades of which a queue tells badly', () => {
  let orders: Progress[];

  it('are all in the pool but those whose message was lost, though messages come twice and mixed, calls are limited and the session ends', async () => {
    orders = paidOrders(now, ORDERS, 'TB');
    expect(await desk.pull()).toBe(1);
    desk.standIn.publish(orders.map((progress) => tell(progress, progress.life.paidAt!, 'taobao_trade_TradeBuyerPay')));
    desk.standIn.forgetConfirmations(true);
    await desk.pull();
    desk.standIn.forgetConfirmations(false);
    await takeAll();
    desk.standIn.limit(60);
    for (let round = 0; round < 10; round += 1) await desk.fetchOnce();
    desk.standIn.expireSession();
    await desk.passTime();
    await desk.fetchAll();

    const lost = lostTrades();
    expect(lost.length).toBeGreaterThan(20);
    expect(await known.pooled()).toEqual(truth().filter(({ orderNo }) => !lost.includes(orderNo)));
    expect(desk.standIn.timesLimited()).toBeGreaterThan(0);
    expect(desk.standIn.timesRenewed()).toBe(1);
    expect(desk.standIn.counts().waiting).toBe(0);
    const aside = await db.query('select 1 from inbox_conflicts where shop_id = $1', [desk.shopId]);
    expect(aside).toEqual([]);
  }, 90_000);

  it('are complete after one look at what changed, and found by it are exactly those', async () => {
    desk.standIn.limit(100_000);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await known.pooled()).toEqual(truth());
    expect(await known.foundBy('poll')).toEqual(lostTrades());
    expect(await known.counted()).toMatchObject({ orders: lostTrades().length, updates: 0 });
  }, 60_000);

  it('are asked for no second time by a second look at the same span', async () => {
    const before = desk.standIn.timesCalled('taobao.trade.fullinfo.get');
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    expect(await desk.fetchOnce()).toBe(0);
    expect(desk.standIn.timesCalled('taobao.trade.fullinfo.get')).toBe(before);
  });

  it('are as the platform has them after later changes, of which a look finds exactly the lost ones', async () => {
    const lostBefore = desk.standIn.lost().length;
    const shipped = shippedOf(orders, 400, now - 100_000);
    desk.standIn.publish(shipped.map((progress) => tell(progress, now - 100_000, 'taobao_trade_TradeSellerShip')));
    await takeAll();
    await desk.fetchAll();
    const lost = lostTrades(lostBefore);
    expect(lost.length).toBeGreaterThan(5);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await known.pooled()).toEqual(truth());
    expect(await known.counted()).toMatchObject({ updates: lost.length });
    expect(await known.unread()).toEqual([]);
  }, 60_000);
});
