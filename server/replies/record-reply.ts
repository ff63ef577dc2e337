import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { roomOf } from '@/domain/live/rooms';
import { audit } from '@/server/audit';
import { can } from '@/server/can';
import type { UserActor } from '@/server/context';
import { announceStored } from '@/server/conversations/live';
import { conflict } from '@/server/errors';
import { publish } from '@/server/live/publish';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { announceTasks } from '@/server/tasks/announce';
import { markAnswered } from '@/server/tasks/answered';
import { assertNotLocked } from '@/server/tasks/card-lock';
import { disposeInTx } from '@/server/tasks/dispose';
import { giveToSeat } from '@/server/tasks/give-to-seat';
import { lockCase, type TaskRow } from '@/server/tasks/load-task';
import { assertNobodyActed, staleConflict } from '@/server/tasks/stale';
import { closeAnswered } from './close-answered';
import type { ReplyInput, ReplyResult } from './reply-input';

/** A card locked for an answer on the caller's seat, and the version it had when the lock was taken. */
export interface CardInHand extends TaskRow {
  readonly seenVersion: number;
}
export type ReplyAction = 'replies.send' | 'replies.markSentOutside';

/** A reply as it is stored, beside what the input says. */
export interface OutgoingReply {
  readonly customerId: string | null;
  readonly channel: string;
  readonly sendState: 'queued' | 'sent-outside';
  readonly sealedBody: Buffer;
}

/** One message has one key for ever; a key that a page reuses on another card is another message. */
export const storedKey = (input: ReplyInput): string => `${input.taskId}:${input.clientKey}`;

/**
 * Reads and locks the card for an answer and puts it on the caller's seat: an unclaimed card is claimed, a supervisor
 * takes over. Another agent's card, one that somebody else edits, and one on which
 * somebody has acted since the caller saw it are conflicts that name who; another group's is not found.
 */
export async function lockCardToAnswer(
  tx: Sql,
  actor: UserActor,
  action: ReplyAction,
  input: ReplyInput,
): Promise<CardInHand> {
  const task = await lockCase(tx, actor, 'replies.saveDraft', input.taskId);
  if (task.state !== 'open') throw conflict('the card is closed', { reason: 'closed' });
  await assertNotLocked(tx, actor, task.id);
  const seenVersion = task.version;
  if (task.seatId === actor.userId) {
    if (input.version !== undefined) await assertNobodyActed(tx, actor, task.id, input.version);
    return { ...task, seenVersion };
  }
  const isUnclaimed = task.seatId === null;
  if (!isUnclaimed && !can(actor, action, { groupId: task.groupId, ownerId: task.seatId }))
    throw conflict('somebody else has the card', { by: task.seatName ?? '', reason: 'other-seat' });
  if (input.version !== undefined) await assertNobodyActed(tx, actor, task.id, input.version);
  await giveToSeat(tx, actor, task, actor.userId, isUnclaimed ? 'claimed' : 'taken-over');
  await audit(tx, actor, isUnclaimed ? 'tasks.claim' : 'tasks.takeOver', task.id, { from: task.seatId });
  return { ...task, seatId: actor.userId, seatName: actor.name, version: seenVersion + 1, seenVersion };
}

/**
 * The result of a message stored before under the same key; null when there is none. Holds the key until the end of the
 * transaction, so that the same message sent twice at once waits for the first. Take it before any row lock.
 */
export async function earlierReply(tx: Sql, actor: UserActor, input: ReplyInput): Promise<ReplyResult | null> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [storedKey(input)]);
  const [row] = await tx.query<{ id: string; author: string | null; sendState: ReplyResult['sendState'] }>(
    'select id, author, send_state as "sendState" from interactions where client_key = $1',
    [storedKey(input)],
  );
  if (!row) return null;
  if (row.author !== actor.userId) throw conflict('the key belongs to another message', { reason: 'key-taken' });
  return {
    interactionId: row.id,
    sendState: row.sendState,
    nextTaskId: input.dispose ? await nextTaskOf(tx, actor, input.taskId) : null,
  };
}

async function nextTaskOf(sql: Sql, actor: UserActor, exceptTaskId: string): Promise<string | null> {
  const [next] = await sql.query<{ id: string }>(
    `select id from tasks where seat_id = $1 and state = 'open' and id <> $2::bigint order by due_at, id limit 1`,
    [actor.userId, exceptTaskId],
  );
  return next?.id ?? null;
}

async function settleCard(
  { db: tx, keyring }: SealedDb<Sql>,
  actor: UserActor,
  task: TaskRow,
  input: ReplyInput,
  now: Instant,
): Promise<void> {
  const [answered] = await tx.query<{ version: number }>(
    'select version::int as version from tasks where id = $1::bigint',
    [task.id],
  );
  const { dispose } = input;
  if (dispose === null) return announceTasks(tx, [task.id]);
  const { disposition } = dispose;
  if (disposition === null) return closeAnswered(tx, actor, task, now);
  const version = answered?.version ?? 0;
  await disposeInTx({ db: tx, keyring }, actor, { ...dispose, disposition, taskId: task.id, version }, now);
}

async function insertReply(
  tx: Sql,
  actor: UserActor,
  task: TaskRow,
  input: ReplyInput,
  reply: OutgoingReply,
  now: Instant,
) {
  const [row] = await tx.query<{ id: string }>(
    `insert into interactions (customer_id, order_id, channel, kind, direction, author, sealed_body, send_state,
       client_key, at)
     values ($1::bigint, $2::bigint, $3, 'message', 'out', $4, $5, $6, $7, at_ms($8)) returning id`,
    [
      reply.customerId,
      task.orderId,
      reply.channel,
      actor.userId,
      reply.sealedBody,
      reply.sendState,
      storedKey(input),
      now,
    ],
  );
  if (!row) throw new Error('an insert returned no row');
  return row.id;
}

/** A reply to a known customer shows in their conversation; one to an order's unknown buyer only on the order. */
async function announceReply(tx: Sql, task: TaskRow, interactionId: string, customerId: string | null): Promise<void> {
  if (customerId !== null) return announceStored(tx, [{ interactionId, customerId }]);
  const orders = await tx.query<{ id: string; orderNo: string; version: number }>(
    'select id, order_no as "orderNo", version::int as version from orders where id = $1::bigint',
    [task.orderId],
  );
  await publish(
    tx,
    orders.map(({ id, orderNo, version }) => ({
      topic: 'order.changed' as const,
      rooms: [roomOf.order(id)],
      id,
      version,
      patch: { orderNo },
    })),
  );
}

/**
 * Stores a reply on a locked card and everything that follows from it in the same transaction: the card counts as
 * answered, the draft is gone, the card is disposed of when asked, and all of it is announced and audited.
 * Refused when the card to dispose of has changed since the caller saw it.
 */
export async function recordReply(
  { db: tx, keyring }: SealedDb<Sql>,
  actor: UserActor,
  action: ReplyAction,
  task: CardInHand,
  input: ReplyInput,
  reply: OutgoingReply,
  now: Instant,
): Promise<ReplyResult> {
  if (input.dispose !== null && input.dispose.version !== task.seenVersion)
    throw await staleConflict(tx, task.id, input.dispose.version);
  const interactionId = await insertReply(tx, actor, task, input, reply, now);
  await markAnswered(tx, task.id, now);
  await tx.query('delete from drafts where task_id = $1::bigint and user_id = $2', [task.id, actor.userId]);
  await audit(tx, actor, action, task.id, { interactionId, channel: reply.channel, templateId: input.templateId });
  await announceReply(tx, task, interactionId, reply.customerId);
  await settleCard({ db: tx, keyring }, actor, task, input, now);
  const nextTaskId = input.dispose ? await nextTaskOf(tx, actor, task.id) : null;
  return { interactionId, sendState: reply.sendState, nextTaskId };
}
