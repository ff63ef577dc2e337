import { expect, it } from 'vitest';
import type { TestDatabase } from '@/db/testing/database';
import { advance, newProgress, type Progress } from '@/sim/shop/life';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { leaseFetches } from '../fetching/lease';
import { byNumber, ordersOf, type PooledRow, shippedOf } from './asked-orders.test-data';
import type { platformDesk, RunningPlatform } from './platform-desk';

const ORDERS = 1_000;

/** What the test has to know of a platform that tells badly. */
export interface BadlyTelling {
  readonly db: TestDatabase;
  readonly desk: Awaited<ReturnType<typeof platformDesk<RunningPlatform>>>;
  /** The platform's time at the start. */
  readonly now: number;
  /** The platform has the order so from now on; nobody is told. Returns its number. */
  put(progress: Progress, at: number): string;
  /** Tells of the orders: loses 5 %, sends 20 % twice, and mixes them. Resolves when what arrived is stored. */
  tell(orderNos: readonly string[], event: 'order.paid' | 'order.shipped'): Promise<void>;
  truth(): PooledRow[];
  /** The numbers of which a message was lost so far, one for each message. */
  lost(): readonly string[];
  limit(callsPerSecond: number): void;
  timesLimited(): number;
  expireTokens(): void;
  timesIssued(): number;
  /** How often single orders were asked for. */
  timesAsked(): number;
}

const unique = (numbers: readonly string[]) => [...new Set(numbers)].sort();

/** Orders placed within the nine minutes before `now` and paid. */
function paidOrders(now: number): Progress[] {
  const shop = createShop({ shopId: 's', prefix: 'BT', seed: 11, scenario: SCENARIOS.normal, maskedShare: 0 });
  const times = Array.from({ length: ORDERS }, (_, n) => now - 530_000 + Math.floor((n * 300_000) / ORDERS));
  return times
    .flatMap((at) => shop.nextOrders(at).slice(0, 1))
    .map((placed) => advance(newProgress(placed), { type: 'order.paid', at: placed.placedAt + 5_000 }));
}

async function placedAndPaid(platform: BadlyTelling, orders: readonly Progress[]): Promise<void> {
  const { desk, db, now } = platform;
  // However long the first steps take, the first look goes back far enough.
  await db.query('update channel_polls set looked_until = now()');
  await platform.tell(
    orders.map((progress) => platform.put(progress, progress.life.paidAt ?? now)),
    'order.paid',
  );
  await desk.work();
  platform.limit(60);
  for (let round = 0; round < 10; round += 1) await desk.fetchOnce();
  platform.expireTokens();
  await desk.passTime();
  const leased = await leaseFetches(db, await desk.services.connections(), 16);
  expect(leased.length).toBeGreaterThan(0);
  await desk.fetchAll();
  expect(platform.timesLimited()).toBeGreaterThan(0);
  expect(platform.timesIssued()).toBe(2);
}

/** A thousand orders of which a platform tells badly are in the pool as the platform has them. Registers its tests. */
export function testBadlyTold(given: () => BadlyTelling): void {
  const truth = () => byNumber(given().truth());
  let orders: Progress[];

  it('are all in the pool but those whose message was lost, though calls are limited, a token ends and a worker dies', async () => {
    const platform = given();
    orders = paidOrders(platform.now);
    await placedAndPaid(platform, orders);
    const lost = unique(platform.lost());
    expect(lost.length).toBeGreaterThan(20);
    expect(await ordersOf(platform.db, platform.desk.shopId).pooled()).toEqual(
      truth().filter(({ orderNo }) => !lost.includes(orderNo)),
    );
  }, 120_000);

  it('are complete after one look at what changed, and found by it are exactly those', async () => {
    const platform = given();
    const { desk, db, limit, lost } = platform;
    const { pooled, counted, foundBy } = ordersOf(db, desk.shopId);
    limit(100_000);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await pooled()).toEqual(truth());
    expect(await foundBy('poll')).toEqual(unique(lost()));
    expect(await counted()).toMatchObject({ orders: unique(lost()).length, updates: 0 });
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
    const { desk, db, now } = platform;
    const { pooled, counted, unread } = ordersOf(db, desk.shopId);
    const lostBefore = platform.lost().length;
    // The changes lie in the past, so what was asked for before them has to lie there too.
    await db.query(`update order_fetches set known_at = known_at - interval '10 minutes', asked_at = null`);
    const at = now - 190_000;
    const numbers = shippedOf(orders, 400, at).map((progress) => platform.put(progress, at));
    await platform.tell(numbers, 'order.shipped');
    await desk.fetchAll();
    const lost = unique(platform.lost().slice(lostBefore));
    expect(lost.length).toBeGreaterThan(5);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await pooled()).toEqual(truth());
    expect(await counted()).toMatchObject({ updates: lost.length });
    expect(await unread()).toEqual([]);
  }, 60_000);
}
