import type { Sql } from '@/db/client';
import { type Reason, storedReason } from '@/domain/intake/reason';
import type { LeasedWrite } from './lease-writes';

const ownWrite = 'shop_id = $1 and platform_sku = $2 and token = $3::bigint';
const keyOf = ({ shopId, platformSku, token }: LeasedWrite) => [shopId, platformSku, token];

/** The platform has taken it. Due again where something moved meanwhile. */
export async function noteWritten(db: Sql, write: LeasedWrite): Promise<void> {
  await db.query(
    `update stock_articles set is_open = false, attempts = 0, last_error = null, dead_at = null, sent = $4, sent_at = now(),
       due_at = case when told <> $5::bigint then now() end where ${ownWrite}`,
    [...keyOf(write), write.offer, write.told],
  );
}

/** What a call that did not go through says of the platform: that it changed nothing, or nothing at all. */
export type Aftermath = 'unchanged' | 'unknown';

/** Not told this time: what the platform offers is what it was, or not known any more. Tried again after `delayMs`. */
export async function putBack(
  db: Sql,
  write: LeasedWrite,
  {
    aftermath,
    reason,
    delayMs,
    isCounted,
  }: {
    readonly aftermath: Aftermath;
    readonly reason: Reason | null;
    readonly delayMs: number;
    readonly isCounted: boolean;
  },
): Promise<void> {
  // What buyers took since the lease is off `shown` already.
  const shown = aftermath === 'unchanged' && write.before !== null ? write.before - write.offer : null;
  await db.query(
    `update stock_articles set is_open = false, shown = shown + $4::int, last_error = coalesce(left($5, 500), last_error),
       attempts = attempts - case when $6 then 0 else 1 end, due_at = now() + $7 * interval '1 ms' where ${ownWrite}`,
    [...keyOf(write), shown, reason && storedReason(reason), isCounted, delayMs],
  );
}

/** Given up: not told any more until something moves or a person asks for it. */
export async function giveUp(db: Sql, write: LeasedWrite, reason: Reason): Promise<void> {
  await db.query(
    `update stock_articles set is_open = false, shown = null, last_error = left($4, 500), attempts = 0,
       dead_at = case when told = $5::bigint then now() end, due_at = case when told <> $5::bigint then now() end
     where ${ownWrite}`,
    [...keyOf(write), storedReason(reason), write.told],
  );
}
