import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { DoudianOrder } from '@/sim/douyin/order-shape';
import { doudianOrderOf } from '@/sim/douyin/order-shape';
import type { Hint } from '@/sim/douyin/pusher';
import { type DoudianStandIn, startDoudianStandIn } from '@/sim/douyin/stand-in';
import type { Progress } from '@/sim/shop/life';
import { createRandom } from '@/sim/shop/random';
import { byNumber, ordersOf, type PooledRow, paidOrders, shippedOf } from '../testing/asked-orders.test-data';
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
let known: ReturnType<typeof ordersOf>;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await doudianDesk(db, startPlatform);
  known = ordersOf(db, desk.shopId);
  now = await db.now();
});

const tell = (progress: Progress, at: number, tag: string): Hint => {
  const order = doudianOrderOf(progress, at);
  desk.standIn.put(order);
  return desk.standIn.hint(order.order_id, tag);
};

const truthOf = (order: DoudianOrder): PooledRow => ({
  orderNo: order.order_id,
  status: STATUS[order.order_status] ?? '',
  amountFen: Number(order.pay_amount),
  trackingNo: (order.logistics_info as { tracking_no: string }[])[0]?.tracking_no ?? null,
  version: order.update_time * 1_000,
});
const truth = () => byNumber(desk.standIn.orders().map(truthOf));
const lostOrders = (since = 0) =>
  [
    ...new Set(
      desk.standIn
        .lost()
        .slice(since)
        .map(({ data }) => /"p_id":(\d+)/.exec(data)?.[1] ?? ''),
    ),
  ].sort();
describe('a thousand orders of which pushes tell badly', () => {
  let orders: Progress[];

  it('are all in the pool but those whose push was lost, though pushes come twice and mixed, calls are limited, a token ends and a worker dies', async () => {
    orders = paidOrders(now, ORDERS, 'DY');
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
    expect((await known.pooled()).length).toBe(ORDERS - lost.length);
    expect(await known.pooled()).toEqual(truth().filter(({ orderNo }) => !lost.includes(orderNo)));
    expect(desk.standIn.timesLimited()).toBeGreaterThan(0);
    expect(desk.standIn.timesIssued()).toBe(2);
  }, 90_000);

  it('are complete after one look at what changed, and found by it are exactly those', async () => {
    desk.standIn.limit(100_000);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await known.pooled()).toEqual(truth());
    expect(await known.foundBy('poll')).toEqual(lostOrders());
    expect(await known.counted()).toMatchObject({ orders: lostOrders().length, updates: 0 });
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
    const hints = shippedOf(orders, 400, now - 100_000).map((progress) => tell(progress, now - 100_000, '102'));
    await desk.standIn.push(hints, 7);
    await desk.fetchAll();
    const lost = lostOrders(lostBefore);
    expect(lost.length).toBeGreaterThan(5);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await known.pooled()).toEqual(truth());
    expect(await known.counted()).toMatchObject({ updates: lost.length });
    expect(await known.unread()).toEqual([]);
  }, 60_000);
});
