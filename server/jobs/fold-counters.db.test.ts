import { beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '@/db/client';
import { aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { foldCounters } from './fold-counters';

let db: TestDatabase;
let shopId: string;
let groupId: string;
beforeAll(async () => {
  db = await testDatabase();
  ({ shopId, groupId } = await aShop(db));
});

const STATES = ['review', 'held', 'released'];
const delta = (tx: Sql, state: string, n: number, amountFen: number) =>
  tx.query(
    `insert into counter_deltas (day, group_id, platform, region, state, n, amount_fen)
     values ('2026-11-11', $1, 'taobao', 'east', $2, $3, $4)`,
    [groupId, state, n, n * amountFen],
  );

/** Stores an order and counts it, then moves it to another state and counts that: as the pipeline does. */
async function anOrderThatMoves(orderNo: string, i: number): Promise<void> {
  const [first, second] = [STATES[i % 3] ?? '', STATES[(i + 1) % 3] ?? ''];
  await db.tx(async (tx) => {
    await tx.query(
      `insert into orders (shop_id, order_no, platform, group_id, facts, status, placed_at, amount_fen, board_state, placed_on, region)
       values ($1, $2, 'taobao', $3, '{}', 'paid', '2026-11-11', $4, $5, '2026-11-11', 'east')`,
      [shopId, orderNo, groupId, i, first],
    );
    await delta(tx, first, 1, i);
  });
  await db.tx(async (tx) => {
    await tx.query('update orders set board_state = $2 where order_no = $1', [orderNo, second]);
    await delta(tx, first, -1, i);
    await delta(tx, second, 1, i);
  });
}

/** Cells in which folded + pending differs from what the orders say, seen in one statement. */
const differences = () =>
  db.query(
    `select * from (
       select state, sum(n)::int as n, sum(amount_fen)::int as fen from (
         select state, n, amount_fen from counters union all select state, n, amount_fen from counter_deltas) c
       group by state having sum(n) <> 0) counted
     full join (select board_state as state, count(*)::int as n, sum(amount_fen)::int as fen from orders group by 1) real
       using (state) where (counted.n, counted.fen) is distinct from (real.n, real.fen)`,
  );

describe('the board counters', () => {
  it('folded plus pending equals count(*) at every moment, beside eight writers and two folding nodes', async () => {
    let isWriting = true;
    let folded = 0;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 60; i++) await anOrderThatMoves(`${writer}-${i}`, i);
    });
    const folders = Array.from({ length: 2 }, async () => {
      while (isWriting) {
        const n = await foldCounters(db);
        folded += n;
      }
    });
    const seen: unknown[] = [];
    let looks = 0;
    const watcher = (async () => {
      while (isWriting) {
        seen.push(...(await differences()));
        looks += 1;
      }
    })();
    await Promise.all(writers);
    isWriting = false;
    await Promise.all([...folders, watcher]);
    const rest = await foldCounters(db);
    expect(seen).toEqual([]);
    expect(looks).toBeGreaterThan(10);
    expect(folded + rest).toBe(8 * 60 * 3);
    expect(await db.query('select 1 from counter_deltas')).toEqual([]);
    expect(await differences()).toEqual([]);
  });

  it('a fold announces the board once, and an empty fold announces nothing', async () => {
    await db.query('truncate feed');
    await delta(db, 'held', 1, 5);
    await delta(db, 'held', -1, 5);
    expect(await foldCounters(db)).toBe(2);
    expect(await foldCounters(db)).toBe(0);
    expect(await db.query('select topic, rooms from feed')).toEqual([{ topic: 'board.changed', rooms: ['board'] }]);
  });
});
