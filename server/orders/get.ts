import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { notFound } from '@/server/errors';
import { ruleNames } from '@/server/rules/rule-names';
import { ORDER_DETAIL_SQL, type OrderDetail, type OrderDetailRow, presentOrder } from './order-detail';

export const orderIdInput = z.object({ orderId: z.string().regex(/^\d{1,19}$/) }).strict();

/** A line of an order's log: what a source said, or what we did. */
export interface OrderLogLine {
  readonly lineId: string;
  readonly at: Instant;
  readonly kind: 'said' | 'done';
  readonly action: string;
  readonly actor: string;
  readonly actorName: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Loads one order for display; null when there is none. No permission is checked here. */
export async function loadOrderDetail(sql: Sql, orderId: string): Promise<OrderDetail | null> {
  const [row] = await sql.query<OrderDetailRow>(`${ORDER_DETAIL_SQL} where o.id = $1::bigint`, [orderId]);
  if (!row) return null;
  return presentOrder(row, await ruleNames(sql, row.verdict?.ruleSetVersion ?? null));
}

/** The newest lines of an order's log, newest first. */
export const loadOrderLog = (sql: Sql, orderId: string, limit = 50): Promise<OrderLogLine[]> =>
  sql.query<OrderLogLine>(
    `select kind || '-' || id as "lineId", at, kind, action, actor, (select name from users where id = actor) as "actorName", detail from (
       (select seen_at as at, 'said' as kind, kind as action, source as actor,
          jsonb_build_object('status', status, 'sourceAt', extract(epoch from at) * 1000, 'cleaning', cleaning) as detail,
          id from order_events where order_id = $1::bigint order by id desc limit $2)
       union all
       (select at, 'done', action, actor, detail, id from order_log where order_id = $1::bigint order by id desc limit $2)
       union all
       (select f.found_at, 'done', 'found-by-poll', 'system', '{}', 0 from orders o join order_fetches f using (shop_id, order_no)
        where o.id = $1::bigint and f.found_by = 'poll')
     ) l order by at desc, kind, id desc limit $2`,
    [orderId, limit],
  );

/** What the page of one order shows at once; the rest of its sections ask for themselves. */
export interface OrderPage {
  readonly order: OrderDetail;
  readonly log: readonly OrderLogLine[];
  readonly openTaskId: string | null;
}

/** One order with its log and its open card. Orders of another group are not found. */
export async function getOrder(ctx: Context<UserActor>, { orderId }: z.infer<typeof orderIdInput>): Promise<OrderPage> {
  const order = await loadOrderDetail(ctx.db, orderId);
  if (!order) throw notFound('order');
  assertCan(ctx.actor, 'orders.get', { groupId: order.groupId }, 'order');
  const [task] = await ctx.db.query<{ id: string }>(
    "select id from tasks where order_id = $1::bigint and state = 'open'",
    [orderId],
  );
  return { order, log: await loadOrderLog(ctx.db, orderId), openTaskId: task?.id ?? null };
}
