import { beforeAll, describe, expect, it } from 'vitest';
import type { Database, Sql } from '@/db/client';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { storeMessages } from './inbox-store';
import { runBatch } from './pipeline';

const STORED = 6_000;
const WAITING = 20;

let db: TestDatabase;
let shopId: string;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  ({ shopId } = await aShop(db, { platform: 'generic' }));
});

/** Rows and index entries of the stored messages that a transaction has read so far. */
async function messagesRead(tx: Sql): Promise<number> {
  const [row] = await tx.query<{ n: number }>(
    `with parts as (select relid from pg_partition_tree('inbox_messages') where isleaf),
     read as (select relid from parts union all
       select indexrelid from pg_index where indrelid in (select relid from parts))
     select sum(pg_stat_get_xact_tuples_returned(relid))::int as n from read`,
  );
  return row?.n ?? Number.NaN;
}

/** The database, and how many stored messages its latest transaction had read when its work was done. */
function watched(): { db: Database; read: () => number } {
  let read = Number.NaN;
  const tx: Database['tx'] = (work) =>
    db.tx(async (inner) => {
      const result = await work(inner);
      read = await messagesRead(inner);
      return result;
    });
  return { db: { ...db, tx }, read: () => read };
}

describe('an inbox whose messages the planner has no statistics of', () => {
  it('is not read through for the messages of a batch', async () => {
    await db.query('alter table inbox_keys set (autovacuum_enabled = false)');
    await db.query('alter table inbox_messages_default set (autovacuum_enabled = false)');
    await db.query(
      `with k as (insert into inbox_keys (shop_id, key, body_sha, state)
         select $1, 'done-' || n, '\\x00', 1 from generate_series(1, $2::int) n returning id, key)
       insert into inbox_messages (id, shop_id, key, sealed_body)
       select id, $1, key, decode(repeat('ab', 700), 'hex') from k`,
      [shopId, STORED],
    );
    const now = await db.now();
    const messages = Array.from({ length: WAITING }, () => ({
      key: unique('msg'),
      body: genericOrder({ at: now }).body,
    }));
    await storeMessages(quietServices(db), shopId, messages);
    const watching = watched();
    expect(await runBatch(quietServices(watching.db), createRuleSetCache())).toBe(WAITING);
    expect(watching.read()).toBeGreaterThanOrEqual(WAITING);
    expect(watching.read()).toBeLessThanOrEqual(2 * WAITING);
  });
});
