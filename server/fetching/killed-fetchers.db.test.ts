import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { doudianOrderOf } from '@/sim/douyin/order-shape';
import { type DoudianStandIn, startDoudianStandIn } from '@/sim/douyin/stand-in';
import { advance, newProgress } from '@/sim/shop/life';
import { createRandom } from '@/sim/shop/random';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { doudianDesk, type PlatformStart } from '../testing/doudian-desk';

/** Within the transaction that settles a batch: while it locks, stores, marks, counts, and in the batches after. */
const DEATHS = [1, 3, 5, 12];
const ORDERS = 90;
const script = fileURLToPath(new URL('../testing/worker-child.ts', import.meta.url));

/** The platform of the desk: it answers as often as it is asked, and pushes as it is told. */
const startPlatform = (start: PlatformStart) =>
  startDoudianStandIn({
    ...start,
    port: 0,
    callsPerSecond: 100_000,
    random: createRandom(7),
    lossShare: 0,
    repeatShare: 0,
  });

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof doudianDesk<DoudianStandIn>>>;
const children: ChildProcess[] = [];

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await doudianDesk(db, startPlatform);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A worker that has started and waits for its turn. */
async function aWorker(diesAt: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, db.url, String(diesAt)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

it('workers killed while they ask for orders lose none and take none twice', async () => {
  const now = await db.now();
  const shop = createShop({ shopId: 's', prefix: 'DY', seed: 4, scenario: SCENARIOS.normal, maskedShare: 0 });
  const hints = Array.from({ length: ORDERS }, (_, n) => {
    const [placed] = shop.nextOrders(now - 300_000 + n * 1_000);
    const paid = advance(newProgress(placed!), { type: 'order.paid', at: placed!.placedAt + 5_000 });
    const order = doudianOrderOf(paid, placed!.placedAt + 5_000);
    desk.standIn.put(order);
    return desk.standIn.hint(order.order_id, '101');
  });
  expect(await desk.standIn.deliver(hints)).toBe(true);
  await desk.work();
  for (const worker of await Promise.all(DEATHS.map(aWorker))) {
    worker.stdin?.write('go\n');
    const [, signal] = await once(worker, 'exit');
    expect(signal).toBe('SIGKILL');
    await desk.passTime();
  }
  await desk.fetchAll();

  const [sums] = await db.query<Record<string, number>>(
    `select (select count(*)::int from orders) as orders, (select count(*)::int from orders where verdict is null and status <> 'paid_hold') as unjudged,
       (select count(*)::int from inbox_keys where key like 'order/%') as stored,
       (select count(*)::int from inbox_keys where state = 0 or state in (2, 3)) as left,
       (select sum(fetched)::int from channel_days) as counted, (select sum(failed)::int from channel_days) as failed,
       (select count(*)::int from order_fetches where due_at is not null or dead_at is not null) as due`,
  );
  expect(sums).toMatchObject({ orders: ORDERS, unjudged: 0, stored: ORDERS, left: 0, due: 0, failed: 0 });
  expect(sums?.counted).toBeGreaterThanOrEqual(ORDERS);
}, 90_000);
