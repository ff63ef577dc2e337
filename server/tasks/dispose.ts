import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { CAUSES } from '@/domain/desk/task';
import type { Verdict } from '@/domain/triage/verdict';
import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { reviewOrder } from '@/server/orders/review-order';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { sealCauseNote, shownCauseNote } from '@/server/privacy/sealed-notes';
import { wasRefused } from '@/server/warehouse/was-refused';
import { announceTasks } from './announce';
import { assertNotLocked } from './card-lock';
import { lockCase, type TaskRow } from './load-task';
import { staleConflict } from './stale';

export const dispositionInput = {
  disposition: z.enum(['true', 'false-alarm', 'investigate']),
  cause: z.enum(CAUSES).nullable(),
  causeNote: z.string().max(500),
  version: z.number().int(),
};
export const disposeInput = z.object({ taskId: z.string().regex(/^\d{1,19}$/), ...dispositionInput }).strict();
export type DisposeInput = z.infer<typeof disposeInput>;

/** Every rule that hit is labelled; labels of an earlier "investigate" give way to the final word. */
async function labelRules(
  tx: Sql,
  task: TaskRow,
  input: DisposeInput,
  actor: UserActor,
  now: Instant,
): Promise<string[]> {
  if (task.orderId === null) return [];
  const [order] = await tx.query<{ verdict: Verdict | null }>('select verdict from orders where id = $1::bigint', [
    task.orderId,
  ]);
  const hits = (order?.verdict?.hits ?? []).filter((hit) => hit.outcome !== 'pass').map((hit) => hit.ruleId);
  if (hits.length === 0) return [];
  await tx.query(
    `insert into rule_labels (rule_id, rule_set_version, order_id, task_id, label, cause, actor, at)
     select r, $2, $3::bigint, $4::bigint, $5, $6, $7, at_ms($8) from unnest($1::text[]) r
     on conflict (task_id, rule_id) do update set label = excluded.label, cause = excluded.cause,
       actor = excluded.actor, at = excluded.at`,
    [
      hits,
      order?.verdict?.ruleSetVersion ?? 0,
      task.orderId,
      task.id,
      input.disposition,
      input.cause,
      actor.userId,
      now,
    ],
  );
  return hits;
}

/** A card by which a person says whether its order goes to the warehouse once more, though no rule holds it. */
async function isOfRefusal(tx: Sql, { id, orderId }: TaskRow): Promise<boolean> {
  const named = await tx.query(`select 1 from tasks where id = $1::bigint and reasons @> '[{"kind":"warehouse"}]'`, [
    id,
  ]);
  return orderId !== null && named.length > 0 && (await wasRefused(tx, orderId));
}

async function decideOrder(
  tx: Sql,
  task: TaskRow,
  input: DisposeInput,
  hits: string[],
  actor: UserActor,
  now: Instant,
) {
  if (task.orderId === null || input.disposition === 'investigate') return;
  const isFalseAlarm = input.disposition === 'false-alarm';
  if (hits.length === 0 && !(isFalseAlarm && (await isOfRefusal(tx, task)))) return;
  await reviewOrder(
    tx,
    {
      orderId: task.orderId,
      decision: isFalseAlarm ? 'release' : 'reject',
      clearedRules: isFalseAlarm ? hits : [],
      actor: actor.userId,
      taskId: task.id,
    },
    now,
  );
}

/** The note to keep: where it comes back as it was shown, with its numbers hidden, the one that is there stays. */
async function causeNoteOf(
  { db, keyring }: SealedDb<Sql>,
  { taskId, causeNote }: DisposeInput,
): Promise<Buffer | null> {
  const [task] = await db.query<{ sealed: Buffer | null }>(
    'select cause_note_sealed as sealed from tasks where id = $1::bigint',
    [taskId],
  );
  const kept = task?.sealed ?? null;
  return causeNote !== '' && shownCauseNote(keyring, kept) === causeNote ? kept : sealCauseNote(keyring, causeNote);
}

/**
 * Applies a disposition inside the caller's transaction. true and false-alarm close the card (a false alarm releases
 * the order, also once more where its warehouse refused it, a true one keeps it back); investigate keeps the card open and marks it for the supervisor.
 * Labels every rule that hit. Refused when the card changed since the caller saw it, is closed, or is being
 * edited by somebody else.
 */
export async function disposeInTx(
  { db: tx, keyring }: SealedDb<Sql>,
  actor: UserActor,
  input: DisposeInput,
  now: Instant,
): Promise<void> {
  const task = await lockCase(tx, actor, 'tasks.dispose', input.taskId);
  if (task.state !== 'open' || task.version !== input.version) throw await staleConflict(tx, task.id, input.version);
  await assertNotLocked(tx, actor, task.id);
  const hits = await labelRules(tx, task, input, actor, now);
  await decideOrder(tx, task, input, hits, actor, now);
  const isClosing = input.disposition !== 'investigate';
  const noteSealed = await causeNoteOf({ db: tx, keyring }, input);
  await tx.query(
    `update tasks set disposition = $2, cause = $3, cause_note_sealed = $4, version = version + 1,
       state = case when $5 then 'closed' else state end,
       closed_at = case when $5 then at_ms($6) end, closed_by = case when $5 then $7::text end
     where id = $1::bigint`,
    [task.id, input.disposition, input.cause, noteSealed, isClosing, now, actor.userId],
  );
  await audit(tx, actor, 'tasks.dispose', task.id, { disposition: input.disposition, cause: input.cause });
  await announceTasks(tx, [task.id], task.seatId ? [task.seatId] : []);
}

/** Disposes of one card: the verb behind 1 / 2 / 3. */
export async function disposeTask(ctx: Context<UserActor>, input: DisposeInput): Promise<void> {
  const now = await ctx.db.now();
  await ctx.db.tx((tx) => disposeInTx({ db: tx, keyring: ctx.keyring }, ctx.actor, input, now));
  ctx.wakeFeed();
}
