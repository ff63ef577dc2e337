import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';

/** What is known of a customer over all their orders; money in fen. */
export interface CustomerProfile {
  /** Null for the buyer of an order who has not written to us. */
  readonly customerId: string | null;
  readonly name: string;
  readonly orderCount: number;
  /** Orders with money given back. */
  readonly returnCount: number;
  readonly paidFen: number;
  readonly refundFen: number;
  /** Messages read as complaints. */
  readonly complaintCount: number;
  readonly firstOrderAt: Instant | null;
}

/**
 * The profile of a customer, of an order's buyer, or of both together: every order tied to the customer, and every order
 * of the same buyer in the same shop. Null when neither exists. No permission is checked here.
 */
export async function customerProfile(
  sql: Sql,
  of: { readonly customerId: string | null; readonly orderId: string | null },
): Promise<CustomerProfile | null> {
  const [profile] = await sql.query<CustomerProfile>(
    `with named as (
       select order_id as id from customer_orders where customer_id = $1::bigint union select $2::bigint where $2::bigint is not null
     ), theirs as (
       select o.id from named join orders o using (id)
       union
       select b.id from named join orders o using (id)
         join orders b on b.buyer_id = o.buyer_id and b.shop_id = o.shop_id
     )
     select $1::bigint as "customerId",
       coalesce((select shown_name from customers where id = $1::bigint), (select buyer_shown from orders where id = $2::bigint), '') as name,
       count(o.id)::int as "orderCount", count(o.id) filter (where o.refund_fen > 0)::int as "returnCount",
       coalesce(sum(o.paid_fen), 0)::float8 as "paidFen", coalesce(sum(o.refund_fen), 0)::float8 as "refundFen",
       (select count(*)::int from interactions i where i.intent = 'complaint' and i.customer_id in (
          select $1::bigint union select c.customer_id from theirs join customer_orders c on c.order_id = theirs.id
        )) as "complaintCount",
       min(o.placed_at) as "firstOrderAt"
     from theirs join orders o using (id)
     having count(o.id) > 0 or exists (select 1 from customers where id = $1::bigint)`,
    [of.customerId, of.orderId],
  );
  return profile ?? null;
}
