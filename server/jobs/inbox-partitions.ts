import type { Database, Sql } from '@/db/client';
import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import { readPrivacySettings } from '@/server/privacy/settings';
import { recordRemoved } from './retention';

const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05, the first Monday. */
const FIRST_MONDAY = 4 * DAY_MS;
interface Week {
  readonly name: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** The partition that holds messages received at `at`: weeks from Monday, UTC, named by their first day. */
export function weekOf(at: Instant): Week {
  const from = at - ((((at - FIRST_MONDAY) % WEEK_MS) + WEEK_MS) % WEEK_MS);
  const day = new Date(from).toISOString().slice(0, 10).replaceAll('-', '');
  return { name: `inbox_messages_w${day}`, from, until: from + WEEK_MS };
}

/**
 * Makes the partitions of this week and the next and drops those whose bodies are all older than the settings say (30 days
 * unless changed) and worked off; keys and hashes stay for ever.
 * Weeks rather than days: looking up a batch probes every partition. Gives way to intake: each step waits for its lock for
 * at most 500 ms, fails then, and is due again with the next run.
 */
export async function keepInboxPartitions(db: Database): Promise<void> {
  const now = await db.now();
  for (const week of [weekOf(now), weekOf(now + WEEK_MS)]) await db.tx((tx) => makePartition(tx, week));
  const { rawBodyDays } = await readPrivacySettings(db);
  const limit = now - rawBodyDays * DAY_MS;
  for (const name of await weeksBefore(db, limit)) await db.tx((tx) => dropPartition(tx, name, rawBodyDays));
  await emptyDefault(db, limit, rawBodyDays);
  await db.query(
    `update inbox_conflicts set sealed_body = null where received_at < at_ms($1) and sealed_body is not null`,
    [limit],
  );
}

async function makePartition(tx: Sql, { name, from, until }: Week): Promise<void> {
  await tx.query(`set local lock_timeout = '500ms'`);
  const [hindrance] = await tx.query(
    `select 1 where to_regclass($1) is not null or exists (
       select 1 from inbox_messages_default where received_at >= at_ms($2) and received_at < at_ms($3))`,
    [name, from, until],
  );
  // Messages of that week came before its partition: they stay in the default one until they expire.
  if (hindrance) return;
  const [fromText, untilText] = [from, until].map((at) => new Date(at).toISOString());
  await tx.query(
    `create table ${name} partition of inbox_messages for values from ('${fromText}') to ('${untilText}')`,
  );
}

/** Names of the weekly partitions that end before `limit`, oldest first. */
async function weeksBefore(db: Sql, limit: Instant): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'inbox_messages'::regclass and c.relname ~ '^inbox_messages_w\\d{8}$' and c.relname < $1
     order by 1`,
    [weekOf(limit).name],
  );
  return rows.map((row) => row.name);
}

async function dropPartition(tx: Sql, name: string, days: number): Promise<void> {
  await tx.query(`set local lock_timeout = '500ms'`);
  const [pending] = await tx.query(
    `select 1 from inbox_keys k join ${name} m using (id) where k.state in (0, 5, 6) limit 1`,
  );
  if (pending) return;
  const [held] = await tx.query<{ n: number }>(`select count(*)::int as n from ${name}`);
  await tx.query(`drop table ${name}`);
  await recordRemoved(tx, 'raw-bodies', held?.n ?? 0, days);
}

async function emptyDefault(db: Database, limit: Instant, days: number): Promise<void> {
  await db.tx(async (tx) => {
    const gone = await tx.query(
      `delete from inbox_messages_default m where id in (
         select d.id from inbox_messages_default d join inbox_keys k using (id)
         where d.received_at < at_ms($1) and k.state not in (0, 5, 6) limit 500) returning 1`,
      [limit],
    );
    await recordRemoved(tx, 'raw-bodies', gone.length, days);
  });
}
