import type { Sql } from '@/db/client';
import type { QueueRow } from '@/domain/desk/task';
import { roomOf } from '@/domain/live/rooms';
import type { FeedEntry } from '@/server/live/publish';

/** The columns of a QueueRow, from tasks t with its order o, shop s, customer c and seat u. */
export const QUEUE_COLUMNS = `t.id as "taskId", t.version::int as version, t.kind, t.state, t.order_id as "orderId",
  o.order_no as "orderNo", t.customer_id as "customerId", coalesce(o.platform, 'wechat') as platform,
  s.name as "shopName", coalesce(nullif(o.buyer_shown, ''), c.shown_name, '') as who, o.amount_fen as "amountFen",
  t.class, t.is_urgent as "isUrgent", t.tier_id as "tierId", t.reasons, t.opened_at as "openedAt",
  t.warn_at as "warnAt", t.due_at as "dueAt", t.due_kind as "dueKind", t.is_overdue as "isOverdue",
  coalesce(t.disposition = 'investigate', false) as "isInvestigated", t.seat_id as "seatId", u.name as "seatName", t.group_id as "groupId", t.unread,
  t.last_message_at as "lastMessageAt", (select count(*)::int from order_conflicts x
    where x.order_id = t.order_id and x.closed_at is null) as conflicts`;

/** What a QueueRow needs beside tasks t. */
export const BESIDE_TASKS = `left join orders o on o.id = t.order_id left join shops s on s.id = o.shop_id
  left join customers c on c.id = t.customer_id left join users u on u.id = t.seat_id`;
export const QUEUE_JOINS = `tasks t ${BESIDE_TASKS}`;

/** Reads queue rows by task id, in no particular order; no query where there are no ids. */
export const queueRowsOf = async (sql: Sql, taskIds: readonly string[]): Promise<QueueRow[]> =>
  taskIds.length === 0
    ? []
    : sql.query<QueueRow>(`select ${QUEUE_COLUMNS} from ${QUEUE_JOINS} where t.id = any($1::bigint[])`, [taskIds]);

/** Announces changed cards: to the seat, to the group's queue, and to a seat that just lost the card. */
export function taskFeedEntries(rows: readonly QueueRow[], formerSeats: readonly string[] = []): FeedEntry[] {
  return rows.map((row) => ({
    topic: 'task.changed',
    rooms: [
      roomOf.group(row.groupId),
      ...[...(row.seatId ? [row.seatId] : []), ...formerSeats].map((seat) => roomOf.user(seat)),
    ],
    id: row.taskId,
    version: row.version,
    patch: row,
  }));
}
