import { beforeAll, describe, expect, it } from 'vitest';
import type { Database, Sql } from '@/db/client';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { maxInWindow, maxOwnersInWindow } from '@/domain/triage/window';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { triageFactsOf } from './facts-of';
import { loadFeatures } from './features';
import { storeMessages } from './inbox-store';
import { runBatch } from './pipeline';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from './pool';

const rules = createRuleSetCache();
let db: TestDatabase;
let shopId: string;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  ({ shopId } = await aShop(db, { platform: 'generic' }));
  now = await db.now();
});

async function push(values: Partial<GenericOrderValues>): Promise<void> {
  const { body } = genericOrder({ at: now, ...values });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
}

/** The database, and how many statements went to it. */
function counted(): { db: Database; statements: () => number } {
  let sent = 0;
  const counting = (tx: Sql): Sql => ({
    query: (text, params) => {
      sent += 1;
      return tx.query(text, params);
    },
  });
  return { db: { ...db, tx: (work) => db.tx((tx) => work(counting(tx) as Sql)) }, statements: () => sent };
}

describe('what is known around a batch', () => {
  it('takes one statement of seven, however many orders and signals there are', async () => {
    await push({});
    await runBatch(quietServices(db), rules);
    const send = async (orders: number) => {
      for (let n = 0; n < orders; n += 1) await push({ ip: `36.2.${orders}.${n}` });
      const watched = counted();
      await runBatch(quietServices(watched.db), rules);
      return watched.statements();
    };
    expect(await send(1)).toBeLessThanOrEqual(7);
    expect(await send(60)).toBeLessThanOrEqual(7);
  });
});

describe('a shop whose orders the planner has no statistics of', () => {
  const SOLD = 6_000;
  const READ_AT_MOST_AN_ORDER = 10;

  it('is not read through for the earlier orders of a buyer', async () => {
    const shop = await aShop(db, { platform: 'generic' });
    // As in a rush on a fresh database: many orders before the first statistics are taken.
    await db.query('alter table orders set (autovacuum_enabled = false)');
    await db.query(
      `insert into orders (shop_id, order_no, platform, group_id, facts, status, placed_at, placed_on, buyer_id, board_state)
       select $1, 'S' || n, 'generic', group_id, jsonb_build_object('filling', repeat('x', 1500)), 'paid', at_ms($2), current_date, 'u' || n, 'released'
       from shops, generate_series(1, $3::int) n where id = $1`,
      [shop.shopId, now, SOLD],
    );
    const read = await db.tx(async (tx) => {
      await tx.query(`set local enable_seqscan = off`);
      const rows = await tx.query<OrderRow>(
        `select ${ORDER_COLUMNS} from orders o where o.shop_id = $1 order by o.id limit 50`,
        [shop.shopId],
      );
      const orders = rows.map((row) => {
        const buyerId = { value: `u${row.order_no.slice(1)}`, at: now, rank: 1, tie: '', source: 'platform' as const };
        return pooledFromRow({ ...row, facts: { buyerId } }, now);
      });
      const entriesRead = async () => {
        const [row] = await tx.query<{ n: number }>(
          `select sum(pg_stat_get_xact_tuples_returned(indexrelid))::int as n from pg_index
           where indrelid = 'orders'::regclass`,
        );
        return row?.n ?? Number.NaN;
      };
      const before = await entriesRead();
      const { buyers } = await loadFeatures(tx, orders, { sameIpMs: 0, sameAddressMs: 0, buyerHistoryMs: 1 }, now);
      expect(buyers.size).toBe(50);
      return (await entriesRead()) - before;
    });
    expect(read).toBeGreaterThanOrEqual(50);
    expect(read).toBeLessThanOrEqual(50 * READ_AT_MOST_AN_ORDER);
  });
});

describe('the features of stored orders', () => {
  const WINDOWS = { sameIpMs: 5 * MINUTE_MS, sameAddressMs: HOUR_MS, buyerHistoryMs: 1 };
  const any = (count: number) => Math.floor(Math.random() * count);

  it('are what the pure functions make of all orders', { timeout: 60_000 }, async () => {
    const placed = Array.from({ length: 90 }, () => ({
      orderNo: unique('F'),
      placedAt: now - any(4 * 60) * MINUTE_MS,
      ip: `36.8.8.${any(4)}`,
      detail: `滨盛路${any(4) + 1}号2幢801室`,
      account: `u${any(12)}`,
      isPaid: any(4) > 0,
    }));
    for (const { orderNo, placedAt, ip, detail, account, isPaid } of placed)
      await push({
        ...{ orderNo, placedAt, ip, detail, more: { buyer: { id: account, name: '李雷', ip } } },
        ...(isPaid ? {} : { paidAt: null, status: 'created' }),
      });
    while ((await runBatch(quietServices(db), rules)) > 0);
    const rows = await db.query<OrderRow>(`select ${ORDER_COLUMNS} from orders o where o.buyer_ip like '36.8.8.%'`);
    expect(rows).toHaveLength(placed.length);
    const byTime = placed.toSorted((a, b) => a.placedAt - b.placedAt);
    for (const row of rows) {
      const order = pooledFromRow(row, now);
      const facts = triageFactsOf(order, await loadFeatures(db, [order], WINDOWS, undefined), now);
      const own = byTime.find((one) => one.orderNo === row.order_no);
      if (!own) throw new Error('the order was not placed by this test');
      const at = own.placedAt;
      const times = byTime.filter((one) => one.ip === own.ip).map((one) => one.placedAt);
      expect(maxInWindow(facts.sameIpTimes ?? [], at, WINDOWS.sameIpMs)).toBe(maxInWindow(times, at, WINDOWS.sameIpMs));
      const loaded = (facts.sameAddress?.uses ?? []).map((use) => ({ at: use.at, owner: use.account ?? '' }));
      const sameDoor = byTime
        .filter((one) => one.detail === own.detail)
        .map((one) => ({ at: one.placedAt, owner: one.account }));
      const owners = (all: typeof loaded) => maxOwnersInWindow(all, at, WINDOWS.sameAddressMs);
      expect(owners(loaded)).toBeGreaterThanOrEqual(1);
      expect([own.detail, owners(loaded)]).toEqual([own.detail, owners(sameDoor)]);
      const before = byTime.filter((one) => one.account === own.account && one.isPaid && one.placedAt < at);
      expect(facts.buyerHistory?.paidBefore).toBe(before.length);
    }
  });
});
