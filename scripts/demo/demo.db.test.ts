import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { DAY_MS, HOUR_MS } from '@/domain/clocks/instant';
import type { UserActor } from '@/server/context';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { disposeInTx } from '@/server/tasks/dispose';
import { quietServices, TEST_KEYRING } from '@/server/testing/acting';
import { readFollowed, writeFollowed } from '@/sim/follow-file';
import { CATALOGUE } from '@/sim/shop/catalogue';
import { SHOPS } from './cast';
import { heedDecisions } from './decisions';
import { furnish } from './furnish';
import { type History, replayHistory } from './history';
import { addStock } from './stock';

const PLAN = { days: 1.2, perDay: 60, todayTimes: 1, surgePerHour: 60, surgeMs: HOUR_MS };
let db: TestDatabase;
let until: number;
let history: History;
let people: readonly UserActor[];

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  people = await furnish(quietServices(db));
  until = await db.now();
  history = await replayHistory(quietServices(db), people, until, { seed: 3, plan: PLAN });
}, 180_000);

const count = async (from: string): Promise<number> => {
  const [row] = await db.query<{ n: number }>(`select count(*)::int as n from ${from}`);
  return row?.n ?? -1;
};

describe('the history of the demo', () => {
  it('is read, judged and counted as live orders are: nothing waits, nothing is set aside', async () => {
    expect(await count('inbox_keys where state <> 1')).toBe(0);
    expect(await count('orders')).toBeGreaterThan(80);
    expect(await count('orders where is_history')).toBe(0);
    expect(await count("orders where paid_at is not null and verdict is null and status <> 'cancelled'")).toBe(0);
    const [counted] = await db.query<{ n: number }>('select sum(n)::int as n from counter_deltas');
    expect(counted?.n).toBe(await count('orders'));
  });

  it('lies in the past, each thing at its own moment', async () => {
    expect(await count("orders where review = 'released' and released_at < paid_at")).toBe(0);
    expect(await count('order_log l join orders o on o.id = l.order_id where l.at < o.placed_at')).toBe(0);
    const span = `extract(epoch from max(at) - min(at))::float8 * 1000 as "spanMs"`;
    for (const table of ['order_log', 'order_events', 'rule_labels']) {
      const [row] = await db.query<{ spanMs: number }>(`select ${span} from ${table}`);
      expect(row?.spanMs, table).toBeGreaterThan(DAY_MS / 4);
    }
    expect(await count(`order_events where seen_at > at_ms(${until})`)).toBe(0);
    expect(await count('tasks where closed_at <= opened_at')).toBe(0);
    expect(await count('tasks where detect_ms > 1000')).toBe(0);
  });

  it('has cards that agents of the cast disposed of, three that are overdue, and none of an ended order', async () => {
    expect(history.cards).toBe(await count('tasks'));
    const closed = await count("tasks where state = 'closed'");
    expect(closed).toBeGreaterThan(0);
    expect(
      await count(`tasks t join users u on u.id = t.closed_by and u.group_id = t.group_id where u.role = 'agent'`),
    ).toBeGreaterThan(closed / 2);
    expect(
      await count(
        `tasks where state = 'open' and class = 'confirm' and due_at <= at_ms(${until}) and seat_id is not null`,
      ),
    ).toBeGreaterThanOrEqual(3);
    expect(
      await count(`tasks t join orders o on o.id = t.order_id where t.state = 'open' and o.status = 'cancelled'`),
    ).toBe(0);
    expect(await count('rule_labels')).toBeGreaterThan(0);
  });

  it('tells the manager in charge of every order that was held, and leaves no notice undelivered', async () => {
    expect(await count('outbox where state <> 1')).toBe(0);
    expect(await count('notices')).toBeGreaterThan(0);
    expect(await count(`notices where at > at_ms(${until})`)).toBe(0);
  });

  it('binds nobody to an order and writes no message: customers do that themselves', async () => {
    for (const table of ['customers', 'customer_identities', 'customer_orders', 'interactions'])
      expect(await count(table), table).toBe(0);
  });

  it('hands over every order under way, in the state in which the product knows it', async () => {
    const known = await db.query<{ order_no: string; status: string; review: string }>(
      `select order_no, status, review from orders where status not in ('signed', 'cancelled') order by order_no`,
    );
    const handed = history.followed
      .filter(({ step }) => step?.type !== 'order.created')
      .map(({ progress: { order, life } }) => [order.orderNo, life.status, life.review] as const)
      .filter(([, status]) => status !== 'unpaid')
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const paid = known.filter(({ status }) => status !== 'unpaid');
    expect(handed).toEqual(paid.map(({ order_no, status, review }) => [order_no, status, review]));
  });
});

describe('the next start of the demo', () => {
  it('lets the warehouse have the orders that people have released meanwhile, and no others', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tidewatch-demo-'));
    const file = path.join(folder, 'orders.json');
    const supervisor = people.find(({ role }) => role === 'supervisor');
    const [card] = await db.query<{ id: string; version: number; orderNo: string }>(
      `select t.id, t.version::int as version, o.order_no as "orderNo" from tasks t join orders o on o.id = t.order_id
       where t.state = 'open' and o.review = 'held' and t.group_id = $1 order by t.id limit 1`,
      [supervisor?.groupId],
    );
    if (!supervisor || !card) throw new Error('there is no open card to dispose of');
    const { version, id: taskId } = card;
    const input = { taskId, version, disposition: 'false-alarm', cause: null, causeNote: '' } as const;
    await db.tx(async (tx) => disposeInTx({ db: tx, keyring: TEST_KEYRING }, supervisor, input, await db.now()));
    writeFollowed(file, history.followed);
    await heedDecisions(db, file);
    const after = readFollowed(file);
    rmSync(folder, { recursive: true });
    const changed = after.filter((one, n) => one.progress.life.review !== history.followed[n]?.progress.life.review);
    expect(changed.map(({ progress }) => [progress.order.orderNo, progress.life.review])).toEqual([
      [card.orderNo, 'released'],
    ]);
    expect(['order.picked', 'order.refunded']).toContain(changed[0]?.step?.type);
  });
});

describe('the stock of the demo', () => {
  it('is counted and mapped in every shop, and what is sold next holds pieces of it', async () => {
    const manager = people.find(({ role }) => role === 'manager');
    const [shop] = SHOPS;
    if (!manager || !shop) throw new Error('the cast of the demo has no manager or no shop');
    await addStock(db, manager);
    expect(await count('stock_items where counted_at is null or on_hand = 0 or reserved <> 0')).toBe(0);
    expect(await count('(select distinct shop_id, platform_sku from sku_map) mapped')).toBe(
      SHOPS.length * CATALOGUE.length,
    );
    const { body } = genericOrder({ at: await db.now(), sku: 'CX-MUG-02-S' });
    await storeMessages(quietServices(db), shop.id, [{ key: 'pair', body }]);
    while ((await runBatch(quietServices(db), createRuleSetCache())) > 0);
    expect(await db.query('select sku, reserved from stock_items where reserved > 0 order by sku')).toEqual([
      { sku: 'CX-MUG-01-B', reserved: 1 },
      { sku: 'CX-MUG-01-W', reserved: 1 },
    ]);
  });
});
