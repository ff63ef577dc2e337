import type * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { Cause, DeadlineKind, DispositionKind, TaskKind, TaskReason, TaskState } from '@/domain/desk/task';
import type { OrderClass } from '@/domain/triage/verdict';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { notFound } from '@/server/errors';
import { shownCauseNote } from '@/server/privacy/sealed-notes';
import type { orderIdInput } from './get';

/** A card that went from one seat, or its queue, to another. */
export interface CardMove {
  readonly at: Instant;
  readonly fromName: string | null;
  /** Null: back to the queue. */
  readonly toName: string | null;
  readonly how: string | null;
  /** Null: the product gave it out. */
  readonly byName: string | null;
}

/** A card of an order, open or closed, with the seats it has been on. */
export interface OrderCard {
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly class: OrderClass | null;
  readonly tierId: string;
  readonly reasons: readonly TaskReason[];
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly dueKind: DeadlineKind;
  readonly overdueAt: Instant | null;
  readonly seatName: string | null;
  readonly firstReplyAt: Instant | null;
  readonly disposition: DispositionKind | null;
  readonly cause: Cause | null;
  /** What was written of the cause, with long numbers hidden. */
  readonly causeNote: string | null;
  readonly closedAt: Instant | null;
  /** Null: it closed by itself. */
  readonly closedByName: string | null;
  readonly moves: readonly CardMove[];
}

const MOVES = `coalesce((select jsonb_agg(jsonb_build_object('at', floor(extract(epoch from m.at) * 1000),
    'fromName', f.name, 'toName', s.name, 'how', m.how, 'byName', b.name) order by m.id)
  from task_moves m left join users f on f.id = m.from_seat left join users s on s.id = m.to_seat
    left join users b on b.id = m.by_whom where m.task_id = t.id), '[]') as moves`;

/** The cards that an order has had, newest first. Orders of another group are not found. */
export async function orderCards(
  ctx: Context<UserActor>,
  { orderId }: z.infer<typeof orderIdInput>,
): Promise<OrderCard[]> {
  const [order] = await ctx.db.query<{ groupId: string }>(
    'select group_id as "groupId" from orders where id = $1::bigint',
    [orderId],
  );
  if (!order) throw notFound('order');
  assertCan(ctx.actor, 'orders.cards', order, 'order');
  const rows = await ctx.db.query<Omit<OrderCard, 'causeNote'> & { readonly noteSealed: Buffer | null }>(
    `select t.id as "taskId", t.kind, t.state, t.class, t.tier_id as "tierId", t.reasons, t.opened_at as "openedAt",
       t.due_at as "dueAt", t.due_kind as "dueKind", t.overdue_at as "overdueAt", u.name as "seatName",
       t.first_reply_at as "firstReplyAt", t.disposition, t.cause, t.cause_note_sealed as "noteSealed",
       t.closed_at as "closedAt", c.name as "closedByName", ${MOVES}
     from tasks t left join users u on u.id = t.seat_id left join users c on c.id = t.closed_by
     where t.order_id = $1::bigint order by t.id desc limit 50`,
    [orderId],
  );
  return rows.map(({ noteSealed, ...card }) => ({ ...card, causeNote: shownCauseNote(ctx.keyring, noteSealed) }));
}
