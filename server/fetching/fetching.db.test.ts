import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { DoudianOrder } from '@/sim/douyin/order-shape';
import { doudianOrderOf } from '@/sim/douyin/order-shape';
import type { Hint } from '@/sim/douyin/pusher';
import { type DoudianStandIn, startDoudianStandIn } from '@/sim/douyin/stand-in';
import { advance, newProgress, type Progress } from '@/sim/shop/life';
import { createRandom } from '@/sim/shop/random';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { doudianDesk, type PlatformStart } from '../testing/doudian-desk';
import { leaseFetches } from './lease';

const ORDERS = 1_000;
const STATUS: Readonly<Record<number, string>> = {
  1: 'unpaid',
  105: 'paid_hold',
  2: 'to_ship',
  3: 'shipped',
  4: 'cancelled',
};

/** The platform of the desk: it answers as often as it is asked, and pushes badly. */
const startPlatform = (start: PlatformStart) =>
  startDoudianStandIn({
    ...start,
    port: 0,
    callsPerSecond: 100_000,
    random: createRandom(7),
    lossShare: 0.05,
    repeatShare: 0.2,
  });

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof doudianDesk<DoudianStandIn>>>;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await doudianDesk(db, startPlatform);
  now = await db.now();
});

/** Orders placed within the last nine minutes and paid; the platform knows them, nobody was told. */
function paidOrders(count: number): Progress[] {
  const shop = createShop({ shopId: 's', prefix: 'DY', seed: 11, scenario: SCENARIOS.normal, maskedShare: 0 });
  const orders = Array.from(
    { length: count },
    (_, n) => shop.nextOrders(now - 540_000 + Math.floor((n * 400_000) / count))[0]!,
  );
  return orders.map((order) => advance(newProgress(order), { type: 'order.paid', at: order.placedAt + 5_000 }));
}
const tell = (progress: Progress, at: number, tag: string): Hint => {
  const order = doudianOrderOf(progress, at);
  desk.standIn.put(order);
  return desk.standIn.hint(order.order_id, tag);
};

interface PooledRow {
  orderNo: string;
  status: string;
  amountFen: number;
  trackingNo: string | null;
  version: number;
}
const pooled = () =>
  db.query<PooledRow>(
    `select order_no as "orderNo", status, amount_fen as "amountFen", tracking_no as "trackingNo",
       (facts->'status'->>'at')::float8 as version from orders where shop_id = $1 order by order_no`,
    [desk.shopId],
  );
const truthOf = (order: DoudianOrder): PooledRow => ({
  orderNo: order.order_id,
  status: STATUS[order.order_status] ?? '',
  amountFen: Number(order.pay_amount),
  trackingNo: (order.logistics_info as { tracking_no: string }[])[0]?.tracking_no ?? null,
  version: order.update_time * 1_000,
});
const truth = () =>
  desk.standIn
    .orders()
    .map(truthOf)
    .sort((a, b) => (a.orderNo < b.orderNo ? -1 : 1));
const lostOrders = (since = 0) =>
  [
    ...new Set(
      desk.standIn
        .lost()
        .slice(since)
        .map(({ data }) => /"p_id":(\d+)/.exec(data)?.[1] ?? ''),
    ),
  ].sort();
const days = async () =>
  (
    await db.query<Record<string, number>>(
      `select sum(fetched)::int as fetched, sum(orders_by_poll)::int as orders, sum(updates_by_poll)::int as updates
       from channel_days where shop_id = $1`,
      [desk.shopId],
    )
  )[0];

describe('a thousand orders of which pushes tell badly', () => {
  let orders: Progress[];

  it('are all in the pool but those whose push was lost, though pushes come twice and mixed, calls are limited, a token ends and a worker dies', async () => {
    orders = paidOrders(ORDERS);
    const hints = orders.map((progress) => tell(progress, progress.life.paidAt!, '101'));
    await desk.standIn.push(hints, 5);
    expect(desk.standIn.counts().failed).toBe(0);
    await desk.work();
    desk.standIn.limit(60);
    for (let round = 0; round < 10; round += 1) await desk.fetchOnce();
    desk.standIn.expireTokens();
    await desk.passTime();
    const lostLease = await leaseFetches(db, await desk.services.connections(), 16);
    expect(lostLease.length).toBeGreaterThan(0);
    await desk.fetchAll();

    const lost = lostOrders();
    expect(lost.length).toBeGreaterThan(20);
    expect((await pooled()).length).toBe(ORDERS - lost.length);
    expect(await pooled()).toEqual(truth().filter(({ orderNo }) => !lost.includes(orderNo)));
    expect(desk.standIn.timesLimited()).toBeGreaterThan(0);
    expect(desk.standIn.timesIssued()).toBe(2);
  }, 90_000);

  it('are complete after one look at what changed, and found by it are exactly those', async () => {
    desk.standIn.limit(100_000);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await pooled()).toEqual(truth());
    const found = await db.query<{ orderNo: string }>(
      `select order_no as "orderNo" from order_fetches where found_by = 'poll' order by 1`,
    );
    expect(found.map(({ orderNo }) => orderNo)).toEqual(lostOrders());
    expect(await days()).toMatchObject({ orders: lostOrders().length, updates: 0 });
  }, 60_000);

  it('are asked for no second time by a second look at the same span', async () => {
    const before = desk.standIn.timesCalled('order.orderDetail');
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    expect(await desk.fetchOnce()).toBe(0);
    expect(desk.standIn.timesCalled('order.orderDetail')).toBe(before);
  });

  it('are as the platform has them after later changes, of which a look finds exactly the lost ones', async () => {
    const lostBefore = desk.standIn.lost().length;
    const released = orders.filter(({ life }) => life.review === 'released');
    const hints = released.slice(0, 400).map((progress) => {
      const picked = advance(progress, { type: 'order.picked', at: now - 110_000 });
      return tell(advance(picked, { type: 'order.shipped', at: now - 100_000 }), now - 100_000, '102');
    });
    await desk.standIn.push(hints, 7);
    await desk.fetchAll();
    const lost = lostOrders(lostBefore);
    expect(lost.length).toBeGreaterThan(5);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await pooled()).toEqual(truth());
    expect(await days()).toMatchObject({ updates: lost.length });
    const unread = await db.query('select key, reason from inbox_keys where state in (0, 2, 3)');
    expect(unread).toEqual([]);
  }, 60_000);
});
