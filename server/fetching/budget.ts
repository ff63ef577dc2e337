import type { Sql } from '@/db/client';
import { type Reason, storedReason } from '@/domain/intake/reason';
import { NOT_ENTERED } from '../channels/call-failure';
import type { Connection } from './connections';

/** The bucket holds what two seconds bring, so that a quiet shop may answer a handful of pushes at once. */
const BUCKET_SECONDS = 2;
const BLOCK_MS = { least: 1_000, most: 300_000 };

/** What a bucket b holds now, given a shop's rate c. */
export const TOKENS_NOW = `least(c.burst, b.tokens + greatest(0, extract(epoch from now() - b.filled_at)) * c.rate)`;

/** Shops with their rates as columns, for `unnest`. */
export const rateColumns = (connections: readonly Connection[]) => [
  connections.map(({ shopId }) => shopId),
  connections.map(({ callsPerSecond }) => callsPerSecond),
  connections.map(({ callsPerSecond }) => Math.max(1, callsPerSecond * BUCKET_SECONDS)),
];

/** Makes the rows of shops that have none yet; a new bucket is full. */
export async function openBudgets(db: Sql, connections: readonly Connection[]): Promise<void> {
  await db.query(
    `with s as (select * from unnest($1::text[]) s (shop_id) order by 1),
     b as (insert into channel_budgets (shop_id) select shop_id from s on conflict do nothing),
     p as (insert into channel_polls (shop_id) select shop_id from s on conflict do nothing),
     q as (insert into channel_pulls (shop_id) select shop_id from s on conflict do nothing)
     insert into channel_tokens (shop_id) select shop_id from s on conflict do nothing`,
    [connections.map(({ shopId }) => shopId)],
  );
}

/**
 * Takes one call out of a shop's bucket, overdrawing it where it is empty: calls that have to be made slow down those that can
 * wait. False while the shop is blocked.
 */
export async function spendCall(db: Sql, connection: Connection): Promise<boolean> {
  const rows = await db.query(
    `update channel_budgets b set tokens = ${TOKENS_NOW} - 1, filled_at = now()
     from unnest($1::text[], $2::float8[], $3::float8[]) c (shop_id, rate, burst)
     where b.shop_id = c.shop_id and b.blocked_until <= now() returning 1`,
    rateColumns([connection]),
  );
  return rows.length > 0;
}

/** Takes one call out of a shop's bucket where it holds one: for calls that wait for those that have to be made. */
export async function takeCall(db: Sql, connection: Connection): Promise<boolean> {
  const rows = await db.query(
    `update channel_budgets b set tokens = ${TOKENS_NOW} - 1, filled_at = now()
     from unnest($1::text[], $2::float8[], $3::float8[]) c (shop_id, rate, burst)
     where b.shop_id = c.shop_id and b.blocked_until <= now() and ${TOKENS_NOW} >= 1 returning 1`,
    rateColumns([connection]),
  );
  return rows.length > 0;
}

/** No call for a while: twice as long every time in a row, and never for two shops alike. Keeps the reason. */
export async function blockCalls(db: Sql, shopId: string, reason: Reason, random: () => number): Promise<void> {
  await db.query(
    `update channel_budgets set tokens = 0, filled_at = now(), blocks = least(blocks + 1, 30), last_error = left($2, 500),
       blocked_until = now() + least($3 * power(2, least(blocks, 20)), $4) * (0.5 + $5) * interval '1 ms'
     where shop_id = $1`,
    [shopId, storedReason(reason), BLOCK_MS.least, BLOCK_MS.most, random()],
  );
}

/** A call went through. Written at most once a second while nothing was wrong. */
export async function noteCallWorked(db: Sql, shopId: string): Promise<void> {
  await db.query(
    `update channel_budgets set blocks = 0, last_error = null, last_ok_at = now()
     where shop_id = $1 and (blocks > 0 or last_error is not null or last_ok_at is null or last_ok_at < now() - interval '1 s')`,
    [shopId],
  );
}

/** Something was entered that may have been missing: the shop is asked at once, and nothing is said of before. */
export async function retryMissing(tx: Sql, shopId: string): Promise<void> {
  await tx.query(
    `with polls as (update channel_polls set due_at = now(), failures = 0, last_error = null
       where shop_id = $1 and (starts_with(last_error, $2) or starts_with(last_error, $3))),
     pulls as (update channel_pulls set due_at = now(), failures = 0, last_error = null
       where shop_id = $1 and (starts_with(last_error, $2) or starts_with(last_error, $3)))
     update channel_budgets set blocked_until = 'epoch', blocks = 0, last_error = null
     where shop_id = $1 and (starts_with(last_error, $2) or starts_with(last_error, $3))`,
    [shopId, ...NOT_ENTERED],
  );
}
