import type { Database, Sql } from '@/db/client';
import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import type { RetentionKind } from '@/domain/privacy/retention';
import { audit } from '@/server/audit';
import { readPrivacySettings } from '@/server/privacy/settings';
import { removeLinkBodies, removeScans } from './remove-outside';

const CHUNK = 500;
/** Bounds one run; what is left is taken by the next. */
const CHUNKS_A_RUN = 400;

/** Puts on record what a run removed; a run that removed nothing leaves no trace. */
export async function recordRemoved(tx: Sql, kind: RetentionKind, removed: number, days: number): Promise<void> {
  if (removed === 0) return;
  await tx.query('insert into retention_runs (kind, removed) values ($1, $2)', [kind, removed]);
  await audit(tx, { kind: 'system', job: 'retention' }, 'privacy.removed', kind, { removed, days });
}

/** Runs a step that removes up to CHUNK rows until it says that it is through, each in a transaction of its own. */
async function inChunks(db: Database, step: (tx: Sql) => Promise<{ removed: number; isThrough: boolean }>) {
  let removed = 0;
  for (let chunk = 0; chunk < CHUNKS_A_RUN; chunk += 1) {
    const done = await db.tx(step);
    removed += done.removed;
    if (done.isThrough) break;
  }
  return removed;
}

/**
 * The receivers and notes of orders that closed long ago: their plain values and what these are found by. Ids grow with the time an
 * order was first seen, so the walk ends at the first order younger than the limit.
 */
export function removeReceivers(db: Database, limit: Instant): Promise<number> {
  let after = '0';
  return inChunks(db, async (tx) => {
    const [done] = await tx.query<{ seen: number; removed: number; last: string | null; isYoung: boolean }>(
      `with batch as (
         select r.order_id, o.created_at >= at_ms($1) as is_young,
           o.status in ('signed', 'done', 'cancelled') and o.updated_at < at_ms($1) as is_due
         from order_receivers r join orders o on o.id = r.order_id
         where (r.sealed is not null or r.notes_sealed is not null) and r.order_id > $2::bigint order by r.order_id limit ${CHUNK}),
       gone as (
         update order_receivers r set sealed = null, notes_sealed = null, phone_index = null, name_bigrams = null,
           note_bigrams = null, removed_at = now()
         from batch b where b.is_due and r.order_id = b.order_id returning 1),
       told as (update warehouse_orders w set given = null from batch b
         where b.is_due and w.order_id = b.order_id and w.given is not null)
       select count(*)::int as seen, (select count(*)::int from gone) as removed, max(order_id) as last,
         coalesce(bool_or(is_young), true) as "isYoung" from batch`,
      [limit, after],
    );
    after = done?.last ?? after;
    return { removed: done?.removed ?? 0, isThrough: (done?.seen ?? 0) < CHUNK || (done?.isYoung ?? true) };
  });
}

/** What agents wrote of causes on cards that closed long ago. */
export const removeCauseNotes = (db: Database, limit: Instant): Promise<number> =>
  inChunks(db, async (tx) => {
    const gone = await tx.query(
      `update tasks set cause_note_sealed = null where id in (
         select id from tasks where cause_note_sealed is not null and closed_at < at_ms($1)
         order by closed_at limit ${CHUNK} for update skip locked) returning 1`,
      [limit],
    );
    return { removed: gone.length, isThrough: gone.length < CHUNK };
  });

/** The words of old messages, calls and notes; one that is still to be sent is kept. Drafts of closed cards go with them. */
export async function removeMessages(db: Database, limit: Instant): Promise<number> {
  const removed = await inChunks(db, async (tx) => {
    const gone = await tx.query(
      `update interactions set sealed_body = null, version = version + 1 where id in (
         select id from interactions where sealed_body is not null and at < at_ms($1)
           and send_state is distinct from 'queued' order by at limit ${CHUNK} for update skip locked) returning 1`,
      [limit],
    );
    return { removed: gone.length, isThrough: gone.length < CHUNK };
  });
  const drafts = await inChunks(db, async (tx) => {
    const gone = await tx.query(
      `delete from drafts where (task_id, user_id) in (
         select d.task_id, d.user_id from drafts d join tasks t on t.id = d.task_id
         where t.state = 'closed' and d.saved_at < at_ms($1) limit ${CHUNK}) returning 1`,
      [limit],
    );
    return { removed: gone.length, isThrough: gone.length < CHUNK };
  });
  return removed + drafts;
}

/** Removes the personal data whose time is over, as the settings say. Raw bodies of pushes go with their partitions. */
export async function enforceRetention(db: Database): Promise<void> {
  const { rawBodyDays, receiverDays, messageDays } = await readPrivacySettings(db);
  const now = await db.now();
  const limit = now - receiverDays * DAY_MS;
  const bodies = await removeLinkBodies(db, now - rawBodyDays * DAY_MS);
  await db.tx((tx) => recordRemoved(tx, 'raw-bodies', bodies, rawBodyDays));
  const ofOrders = (await removeReceivers(db, limit)) + (await removeScans(db, limit));
  const removed = ofOrders + (await removeCauseNotes(db, limit));
  await db.tx((tx) => recordRemoved(tx, 'receivers', removed, receiverDays));
  if (messageDays === null) return;
  const messages = await removeMessages(db, now - messageDays * DAY_MS);
  await db.tx((tx) => recordRemoved(tx, 'messages', messages, messageDays));
}
