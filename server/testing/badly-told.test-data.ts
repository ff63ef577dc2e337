import { expect, it } from 'vitest';
import type { TestDatabase } from '@/db/testing/database';
import type { Instant } from '@/domain/clocks/instant';
import { advance, newProgress, type Progress } from '@/sim/shop/life';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { leaseFetches } from '../fetching/lease';
import type { platformDesk, RunningPlatform } from './platform-desk';

const ORDERS = 300;
const SHIPPED = 120;

/** An order as the pool has it, and as its platform should. */
interface PooledRow {
  readonly orderNo: string;
  readonly status: string;
  readonly amountFen: number;
  readonly trackingNo: string | null;
  readonly version: number;
}

/** What the test has to know of a platform that tells badly. */
export interface BadlyTelling {
  readonly db: TestDatabase;
  readonly desk: Awaited<ReturnType<typeof platformDesk<RunningPlatform>>>;
  /** How long before the start orders are placed, at most, and changed: a look reaches the ones, and does not spare the others. */
  readonly agoMs: { readonly placed: number; readonly changed: number };
  /** The platform has the order so from now on; nobody is told. Returns its number. */
  put(progress: Progress, at: Instant): string;
  /** Tells of the orders: loses 5 %, sends 20 % twice, and mixes them. Resolves when what arrived is stored. */
  tell(orderNos: readonly string[], event: 'order.paid' | 'order.shipped'): Promise<void>;
  truth(): PooledRow[];
  /** The numbers of which a message was lost so far, one for each message; null where it tells of nothing, so that none is lost. */
  lost: (() => readonly string[]) | null;
  limit(callsPerSecond: number): void;
  timesLimited(): number;
  expireTokens(): Promise<unknown>;
  /** How often a token was given after the first. */
  timesRenewed(): number;
  /** How often single orders were asked for. */
  timesAsked(): number;
}

const unique = (numbers: readonly string[]) => [...new Set(numbers)].sort();
const byNumber = (rows: readonly PooledRow[]): PooledRow[] =>
  [...rows].sort((a, b) => (a.orderNo < b.orderNo ? -1 : 1));

/** Orders placed one after the other from `from` to `until` and paid; no platform knows them yet. */
export function paidOrders(from: Instant, until: Instant, count: number): Progress[] {
  const shop = createShop({ shopId: 's', prefix: 'BT', seed: 11, scenario: SCENARIOS.normal, maskedShare: 0 });
  return Array.from({ length: count }, (_, n) => {
    const [order] = shop.nextOrders(from + Math.floor((n * (until - from)) / count));
    if (!order) throw new Error('the shop took no order');
    return advance(newProgress(order), { type: 'order.paid', at: order.placedAt + 5_000 });
  });
}

/** Of these, the first that a warehouse may have, shipped at `at`. */
const shippedOf = (orders: readonly Progress[], at: Instant): Progress[] =>
  orders
    .filter(({ life }) => life.review === 'released')
    .slice(0, SHIPPED)
    .map((progress) =>
      advance(advance(progress, { type: 'order.picked', at: at - 10_000 }), { type: 'order.shipped', at }),
    );

/** What is known of a shop's orders, and how it became known. */
const ordersOf = ({ db, desk: { shopId } }: BadlyTelling) => ({
  pooled: () =>
    db.query<PooledRow>(
      `select order_no as "orderNo", status, amount_fen as "amountFen", tracking_no as "trackingNo",
         (facts->'status'->>'at')::float8 as version from orders where shop_id = $1 order by order_no collate "C"`,
      [shopId],
    ),
  foundBy: async (by: 'poll' | 'list') =>
    (
      await db.query<{ no: string }>(
        `select order_no as no from order_fetches where shop_id = $1 and found_by = $2 order by order_no collate "C"`,
        [shopId, by],
      )
    ).map(({ no }) => no),
  /** Sums over the days: what only looking found. */
  counted: async () =>
    (
      await db.query<{ orders: number; updates: number }>(
        `select sum(orders_by_poll)::int as orders, sum(updates_by_poll)::int as updates
         from channel_days where shop_id = $1`,
        [shopId],
      )
    )[0],
  /** What waits unread, was set aside, could not be read, or came in other words. */
  unread: () =>
    db.query(
      `select key from inbox_keys where shop_id = $1 and state in (0, 2, 3)
       union all select key from inbox_conflicts where shop_id = $1`,
      [shopId],
    ),
});

async function placedAndPaid(platform: BadlyTelling, orders: readonly Progress[]): Promise<void> {
  const { desk, db } = platform;
  // However long the first steps take, the first look goes back far enough.
  await db.query('update channel_polls set looked_until = now()');
  await platform.tell(
    orders.map((progress) => platform.put(progress, progress.life.paidAt ?? desk.begunAt)),
    'order.paid',
  );
  await desk.work();
  platform.limit(60);
  for (let round = 0; round < 10; round += 1) await desk.fetchOnce();
  await platform.expireTokens();
  await desk.passTime();
  const leased = await leaseFetches(db, await desk.services.connections(), 16);
  expect(leased.length).toBeGreaterThan(0);
  await desk.fetchAll();
  expect(platform.timesLimited()).toBeGreaterThan(0);
  expect(platform.timesRenewed()).toBe(1);
}

/** Hundreds of orders of which a platform tells badly are in the pool as the platform has them. Registers its tests. */
export function testBadlyTold(given: () => BadlyTelling): void {
  const truth = () => byNumber(given().truth());
  const lostOf = ({ lost }: BadlyTelling, since = 0) => (lost === null ? [] : unique(lost().slice(since)));
  let orders: Progress[];

  it('are all in the pool but those whose message was lost, though calls are limited, a token ends and a worker dies', async () => {
    const platform = given();
    const { desk, agoMs } = platform;
    orders = paidOrders(desk.begunAt - agoMs.placed, desk.begunAt - 230_000, ORDERS);
    await placedAndPaid(platform, orders);
    const lost = lostOf(platform);
    if (platform.lost !== null) expect(lost.length).toBeGreaterThan(5);
    expect(await ordersOf(platform).pooled()).toEqual(truth().filter(({ orderNo }) => !lost.includes(orderNo)));
  }, 60_000);

  it('are complete after one look at what changed, and found by it are exactly those', async () => {
    const platform = given();
    const { desk, limit } = platform;
    const { pooled, counted, foundBy } = ordersOf(platform);
    limit(100_000);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await pooled()).toEqual(truth());
    expect(await foundBy('poll')).toEqual(lostOf(platform));
    expect(await foundBy('list')).toEqual(platform.lost === null ? truth().map(({ orderNo }) => orderNo) : []);
    expect(await counted()).toMatchObject({ orders: lostOf(platform).length, updates: 0 });
  }, 60_000);

  it('are asked for no second time by a second look at the same span', async () => {
    const { desk, timesAsked } = given();
    const before = timesAsked();
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    expect(await desk.fetchOnce()).toBe(0);
    expect(timesAsked()).toBe(before);
  });

  it('are as the platform has them after later changes, of which a look finds exactly the lost ones', async () => {
    const platform = given();
    const { desk, db, agoMs } = platform;
    const { pooled, counted, unread } = ordersOf(platform);
    const lostBefore = platform.lost?.().length;
    // The changes lie in the past, so what was asked for before them has to lie there too.
    await db.query(`update order_fetches set known_at = known_at - interval '10 minutes', asked_at = null`);
    const at = desk.begunAt - agoMs.changed;
    const numbers = shippedOf(orders, at).map((progress) => platform.put(progress, at));
    expect(numbers).toHaveLength(SHIPPED);
    await platform.tell(numbers, 'order.shipped');
    await desk.fetchAll();
    const lost = lostOf(platform, lostBefore);
    if (platform.lost !== null) expect(lost.length).toBeGreaterThan(1);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await pooled()).toEqual(truth());
    expect(await counted()).toMatchObject({ updates: lost.length });
    expect(await unread()).toEqual([]);
  }, 60_000);
}
