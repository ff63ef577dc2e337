import type * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { STAGE_LIMITS } from '@/domain/clocks/stage-limits';
import type { Cause, DispositionKind, QueueRow } from '@/domain/desk/task';
import type { Stage } from '@/domain/order/lifecycle';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { type CustomerProfile, customerProfile } from '@/server/customers/profile';
import { notFound } from '@/server/errors';
import { loadOrderDetail } from '@/server/orders/get';
import { type OrderLogLine, readOrderLog } from '@/server/orders/log';
import type { OrderDetail } from '@/server/orders/order-detail';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import { shownCauseNote } from '@/server/privacy/sealed-notes';
import { type ReplyChannel, replyChannel } from '@/server/replies/capability';
import type { taskIdInput } from './claim';
import { QUEUE_COLUMNS, QUEUE_JOINS } from './queue-rows';

/** An order of the same customer, for the linked list. */
export interface LinkedOrder {
  readonly orderId: string;
  readonly orderNo: string;
  readonly placedAt: Instant;
  readonly amountFen: number | null;
  readonly status: string;
  readonly how: string | null;
}

export interface Draft {
  readonly body: string;
  readonly templateId: string | null;
  readonly version: number;
  readonly savedAt: Instant;
}

/** Everything the desk shows when a card is opened. */
export interface TaskDetail {
  readonly row: QueueRow;
  readonly seatWhy: Readonly<Record<string, unknown>> | null;
  readonly disposition: DispositionKind | null;
  readonly cause: Cause | null;
  readonly causeNote: string | null;
  readonly suggestedCause: Cause | null;
  readonly order: OrderDetail | null;
  readonly log: readonly OrderLogLine[];
  readonly customer: CustomerProfile | null;
  readonly linkedOrders: readonly LinkedOrder[];
  readonly draft: Draft | null;
  readonly reply: ReplyChannel;
  readonly serverNow: Instant;
}

const LOG_LINES = 50;

type TaskExtra = QueueRow & {
  readonly seatWhy: Record<string, unknown> | null;
  readonly disposition: DispositionKind | null;
  readonly cause: Cause | null;
  readonly noteSealed: Buffer | null;
};

const linkedOrdersOf = (sql: Sql, customerId: string | null, orderId: string | null): Promise<LinkedOrder[]> =>
  sql.query<LinkedOrder>(
    `select o.id as "orderId", o.order_no as "orderNo", o.placed_at as "placedAt", o.amount_fen as "amountFen", o.status,
       l.how from (
         select order_id, how from customer_orders where customer_id = $1::bigint
         union select b.id, 'same-buyer' from orders a join orders b
           on b.buyer_id = a.buyer_id and b.shop_id = a.shop_id and b.id <> a.id where a.id = $2::bigint) l
     join orders o on o.id = l.order_id where o.id is distinct from $2::bigint
     order by o.placed_at desc limit 10`,
    [customerId, orderId],
  );

async function draftOf({ db, keyring, actor }: Context<UserActor>, taskId: string): Promise<Draft | null> {
  const [row] = await db.query<Omit<Draft, 'body'> & { sealed: Buffer }>(
    `select sealed_body as sealed, template_id as "templateId", version::int as version, saved_at as "savedAt" from drafts
     where task_id = $1::bigint and user_id = $2`,
    [taskId, actor.userId],
  );
  if (!row) return null;
  const { sealed, ...draft } = row;
  return { ...draft, body: keyring.openText(sealed, PURPOSE.draft) };
}

const CAUSE_OF_LATE_STAGE: Readonly<Partial<Record<Stage, Cause>>> = {
  payment: 'payment-failed',
  packing: 'packing-late',
  collection: 'not-collected',
};

/** The cause of the form that the evidence speaks for: a stage past its limit. null when it speaks for none. */
function suggestedCauseOf(order: OrderDetail | null, now: Instant): Cause | null {
  if (!order?.stage || order.stageSince === null) return null;
  const isLate = now - order.stageSince > STAGE_LIMITS[order.stage].limitMs;
  return isLate ? (CAUSE_OF_LATE_STAGE[order.stage] ?? null) : null;
}

/** Opens a card for reading: order, log, customer, linked orders, draft and how the customer can be answered. */
export async function openTask(ctx: Context<UserActor>, { taskId }: z.infer<typeof taskIdInput>): Promise<TaskDetail> {
  const [task] = await ctx.db.query<TaskExtra>(
    `select ${QUEUE_COLUMNS}, t.seat_why as "seatWhy", t.disposition, t.cause, t.cause_note_sealed as "noteSealed"
     from ${QUEUE_JOINS} where t.id = $1::bigint`,
    [taskId],
  );
  if (!task) throw notFound('task');
  assertCan(ctx.actor, 'tasks.open', { groupId: task.groupId, ownerId: task.seatId }, 'task');
  const { seatWhy, disposition, cause, noteSealed, ...row } = task;
  const [order, log, customer, linkedOrders, draft, reply, serverNow] = await Promise.all([
    row.orderId ? loadOrderDetail(ctx, row.orderId) : null,
    row.orderId ? readOrderLog(ctx.db, row.orderId, { kinds: ['said', 'done'], limit: LOG_LINES }) : [],
    row.customerId || row.orderId ? customerProfile(ctx.db, row) : null,
    linkedOrdersOf(ctx.db, row.customerId, row.orderId),
    draftOf(ctx, taskId),
    replyChannel(ctx.db, row),
    ctx.db.now(),
  ]);
  const suggestedCause = suggestedCauseOf(order, serverNow);
  return {
    row,
    seatWhy,
    disposition,
    cause,
    causeNote: shownCauseNote(ctx.keyring, noteSealed),
    suggestedCause,
    order,
    log,
    customer,
    linkedOrders,
    draft,
    reply,
    serverNow,
  };
}
