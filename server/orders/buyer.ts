import type * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { DispositionKind } from '@/domain/desk/task';
import { assertCan, groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { type CustomerProfile, customerProfile } from '@/server/customers/profile';
import { notFound } from '@/server/errors';
import { inGroups } from '@/server/groups/in-groups';
import type { orderIdInput } from './get';

/** Another order of the same buyer. */
export interface BuyersOrder {
  readonly orderId: string;
  readonly orderNo: string;
  readonly placedAt: Instant;
  readonly amountFen: number | null;
  readonly status: string;
  readonly review: string;
  readonly isRefunded: boolean;
}

/** Who bought an order: what they bought, gave back and complained of, and what people found of their orders before. */
export interface Buyer {
  readonly profile: CustomerProfile;
  readonly dispositions: Readonly<Record<DispositionKind, number>>;
  readonly lastContact: { readonly at: Instant; readonly kind: string; readonly direction: string } | null;
  /** The newest others, of the caller's groups. */
  readonly orders: readonly BuyersOrder[];
}

const OTHERS = 5;
/** The orders of the same buyer in the same shop, and those tied to the same customer; the newest of a great many. */
const THEIRS = `theirs as (
    select $1::bigint as id
    union (select b.id from orders a join orders b on b.buyer_id = a.buyer_id and b.shop_id = a.shop_id
      where a.id = $1::bigint order by b.placed_at desc limit 200)
    union select b.order_id from customer_orders a join customer_orders b using (customer_id) where a.order_id = $1::bigint)`;

async function dispositionsOf(sql: Sql, orderId: string): Promise<Buyer['dispositions']> {
  const rows = await sql.query<{ disposition: DispositionKind; n: number }>(
    `with ${THEIRS} select t.disposition, count(*)::int as n from theirs join tasks t on t.order_id = theirs.id
     where t.disposition is not null group by 1`,
    [orderId],
  );
  const counted = Object.fromEntries(rows.map(({ disposition, n }) => [disposition, n]));
  return { true: 0, 'false-alarm': 0, investigate: 0, ...counted };
}

async function lastContactOf(sql: Sql, orderId: string): Promise<Buyer['lastContact']> {
  const [contact] = await sql.query<NonNullable<Buyer['lastContact']>>(
    `with ${THEIRS} select i.at, i.kind, i.direction from theirs cross join lateral (
       select at, kind, direction, id from interactions where order_id = theirs.id order by at desc, id desc limit 1) i
     union all select i.at, i.kind, i.direction from customer_orders c cross join lateral (
       select at, kind, direction, id from interactions where customer_id = c.customer_id order by at desc, id desc limit 1) i
     where c.order_id = $1::bigint order by 1 desc limit 1`,
    [orderId],
  );
  return contact ?? null;
}

const othersOf = (sql: Sql, orderId: string, groups: readonly string[] | null): Promise<BuyersOrder[]> =>
  sql.query<BuyersOrder>(
    `with ${THEIRS} select o.id as "orderId", o.order_no as "orderNo", o.placed_at as "placedAt",
       o.amount_fen as "amountFen", o.status, o.review, coalesce(o.refund_fen, 0) > 0 as "isRefunded"
     from theirs join orders o using (id) where o.id <> $1::bigint and ${inGroups('o.group_id', '$2', groups)}
     order by o.placed_at desc limit ${OTHERS}`,
    [orderId, groups],
  );

/** The profile of an order's buyer. Orders of another group are not found. */
export async function orderBuyer(ctx: Context<UserActor>, { orderId }: z.infer<typeof orderIdInput>): Promise<Buyer> {
  const [order] = await ctx.db.query<{ groupId: string; customerId: string | null }>(
    `select group_id as "groupId",
       (select customer_id from customer_orders where order_id = o.id order by at limit 1) as "customerId"
     from orders o where id = $1::bigint`,
    [orderId],
  );
  if (!order) throw notFound('order');
  assertCan(ctx.actor, 'orders.buyer', order, 'order');
  const [profile, dispositions, lastContact, orders] = await Promise.all([
    customerProfile(ctx.db, { customerId: order.customerId, orderId }),
    dispositionsOf(ctx.db, orderId),
    lastContactOf(ctx.db, orderId),
    othersOf(ctx.db, orderId, groupScope(ctx.actor, 'orders.buyer')),
  ]);
  if (!profile) throw notFound('order');
  return { profile, dispositions, lastContact, orders };
}
