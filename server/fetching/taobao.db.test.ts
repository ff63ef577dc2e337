import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/db/testing/database';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { instantOf } from '@/sim/platform/isv';
import { createRandom } from '@/sim/shop/random';
import { startTaobaoStandIn, type TaobaoStandIn } from '@/sim/taobao/stand-in';
import { type TaobaoTrade, taobaoTradeOf } from '@/sim/taobao/trade-shape';
import { createShop } from '../shops/create';
import { changeCredentials, insertSecret, shopCredentials } from '../shops/credentials';
import { anActor, contextOf, TEST_KEYRING } from '../testing/acting';
import { type BadlyTelling, paidOrders, testBadlyTold } from '../testing/badly-told.test-data';
import { platformDesk } from '../testing/platform-desk';
import { openBudgets } from './budget';

const APP = { appKey: '12345678', appSecret: 'secret of the app', sellerId: '2200000000017' };
const STATUS: Readonly<Record<string, string>> = {
  WAIT_SELLER_SEND_GOODS: 'to_ship',
  PAID_FORBID_CONSIGN: 'paid_hold',
  WAIT_BUYER_CONFIRM_GOODS: 'shipped',
};
const TOPICS = { 'order.paid': 'taobao_trade_TradeBuyerPay', 'order.shipped': 'taobao_trade_TradeSellerShip' };
const truthOf = (trade: TaobaoTrade) => ({
  orderNo: String(trade.tid),
  status: STATUS[trade.status] ?? '',
  amountFen: Math.round(Number(trade.payment) * 100),
  trackingNo: (trade.orders as { order: { invoice_no: string }[] }).order[0]?.invoice_no || null,
  version: instantOf(trade.modified),
});

let platform: BadlyTelling;

beforeAll(async () => {
  const db = await testDatabase({ isPipeline: true });
  const desk = await platformDesk(db, {
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
  const { standIn } = desk;
  expect(await desk.pull()).toBe(1);
  platform = {
    ...{ db, desk, agoMs: { placed: 530_000, changed: 100_000 } },
    put(progress, at) {
      const trade = taobaoTradeOf(progress, at);
      standIn.put(trade);
      return String(trade.tid);
    },
    /** What is given and not confirmed comes again, so that time has to pass until the queue is empty. */
    async tell(orderNos, event) {
      standIn.publish(orderNos.map((orderNo) => standIn.message(orderNo, TOPICS[event])));
      standIn.forgetConfirmations(true);
      for (let rounds = 0; standIn.counts().waiting > 0; rounds += 1) {
        if (rounds > 500) throw new Error('messages wait for ever');
        await desk.passTime();
        await desk.pull();
        standIn.forgetConfirmations(false);
      }
    },
    truth: () => standIn.trades().map(truthOf),
    lost: () => standIn.lost().map(({ content }) => /"tid":(\d+)/.exec(content)?.[1] ?? ''),
    limit: standIn.limit,
    timesLimited: standIn.timesLimited,
    expireTokens: async () => standIn.expireSession(),
    timesRenewed: standIn.timesRenewed,
    timesAsked: () => standIn.timesCalled('taobao.trade.fullinfo.get'),
  };
}, 30_000);

describe('hundreds of trades of which a queue tells badly', () => {
  testBadlyTold(() => platform);
});

describe('a shop that is added with the orders of the last three days', () => {
  const WAITING_MS = [2.9 * DAY_MS, DAY_MS, HOUR_MS];
  let shopId: string;
  const pollOf = async (id: string) => {
    const [poll] = await platform.db.query<{ until: Instant; isOver: boolean }>(
      'select looked_until as until, polled_at is not null as "isOver" from channel_polls where shop_id = $1',
      [id],
    );
    if (!poll) throw new Error('the shop is never looked at');
    return poll;
  };
  /** One turn of this shop, as if every other were looked at later. */
  const look = async (id: string) => {
    await platform.desk.passTime();
    await platform.db.query(`update channel_polls set due_at = now() + interval '1 hour' where shop_id <> $1`, [id]);
    expect(await platform.desk.poll()).toBe(true);
  };
  const found = () =>
    platform.db.query<{ no: string; by: string }>(
      `select order_no as no, found_by as by from order_fetches f join orders o using (shop_id, order_no)
       where shop_id = $1 order by order_no collate "C"`,
      [shopId],
    );
  const putAt = (at: Instant): string => {
    const [progress] = paidOrders(at - 5_000, at, 1);
    if (!progress) throw new Error('no order was paid');
    return platform.put(progress, at);
  };

  beforeAll(async () => {
    const { db, desk } = platform;
    const admin = contextOf(db, await anActor(db, { role: 'admin' }));
    const shop = { name: '新店', groupId: desk.groupId, platform: 'taobao', channel: 'taobao' } as const;
    ({ shopId } = await createShop(admin, { ...shop, ordersSinceDays: 3 }));
    await insertSecret(db, TEST_KEYRING, { shopId, text: APP.appSecret, by: 'system' });
    const entered = await shopCredentials(db, TEST_KEYRING, desk.shopId);
    const { session, refreshToken } = desk.standIn as TaobaoStandIn;
    const credentials = { ...entered, sessionKey: session(), refreshToken: refreshToken() };
    await db.tx((tx) => changeCredentials(tx, TEST_KEYRING, shopId, credentials));
    await openBudgets(db, await desk.services.connections());
  });

  it('has all that waited, none of it found as lost, and other shops are looked at meanwhile', async () => {
    const { db, desk } = platform;
    const known = platform.truth().map(({ orderNo }) => orderNo);
    const tooOld = putAt(desk.begunAt - 3.1 * DAY_MS);
    const waiting = WAITING_MS.map((agoMs) => putAt(desk.begunAt - agoMs));
    await look(shopId);
    const { until, isOver } = await pollOf(shopId);
    expect(isOver).toBe(false);
    expect(until).toBeGreaterThan(desk.begunAt - 2.5 * DAY_MS);
    expect(until).toBeLessThan(desk.begunAt - DAY_MS);

    await db.query(
      `update channel_polls set polled_at = null, due_at = now() - interval '1 minute' where shop_id = $1`,
      [desk.shopId],
    );
    expect(await desk.poll()).toBe(true);
    expect(await pollOf(desk.shopId)).toMatchObject({ isOver: true });
    expect(await pollOf(shopId)).toEqual({ until, isOver: false });

    for (let turns = 1; !(await pollOf(shopId)).isOver; turns += 1) {
      expect(turns).toBeLessThan(10);
      await look(shopId);
    }
    await desk.fetchAll();
    const all = [...known, ...waiting].sort();
    expect(await found()).toEqual(all.map((no) => ({ no, by: 'list' })));
    expect(all).not.toContain(tooOld);
    const [lost] = await db.query(
      'select sum(orders_by_poll + updates_by_poll)::int as n from channel_days where shop_id = $1',
      [shopId],
    );
    expect(lost).toEqual({ n: 0 });
  }, 60_000);

  it('counts as found by looking what changed after its first look began', async () => {
    await platform.db.query(
      `update channel_polls set waiting_until = waiting_until - interval '1 hour' where shop_id = $1`,
      [shopId],
    );
    const later = putAt(platform.desk.begunAt - 5 * MINUTE_MS);
    await look(shopId);
    await platform.desk.fetchAll();
    expect((await found()).filter(({ by }) => by === 'poll')).toEqual([{ no: later, by: 'poll' }]);
  });
});
