import type { Sql } from '@/db/client';

/** How we know that an order is this customer's. */
export const BINDING_WAYS = ['scene-param', 'shop-order-message', 'order-no-in-text', 'agent'] as const;
export type BindingWay = (typeof BINDING_WAYS)[number];

export interface Binding {
  readonly customerId: string;
  readonly orderId: string;
  readonly how: BindingWay;
  /** A user id, or 'customer' when the customer's own message said so. */
  readonly byWhom: string;
}

/** Ties orders to customers. What is tied already keeps who first said so and when. Returns the new ties. */
export async function addBindings(tx: Sql, bindings: readonly Binding[]): Promise<readonly Binding[]> {
  if (bindings.length === 0) return [];
  return tx.query<Binding>(
    `insert into customer_orders (customer_id, order_id, how, by_whom)
     select distinct on (b."customerId", b."orderId") b."customerId", b."orderId", b.how, b."byWhom"
     from jsonb_to_recordset($1::jsonb) b ("customerId" bigint, "orderId" bigint, how text, "byWhom" text)
     on conflict do nothing
     returning customer_id as "customerId", order_id as "orderId", how, by_whom as "byWhom"`,
    [JSON.stringify(bindings)],
  );
}

/** The orders of a group's shops that bear one of these numbers, by number. A number two shops share is left out. */
export async function ordersByNumber(
  tx: Sql,
  groupId: string,
  orderNos: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (orderNos.length === 0) return new Map();
  const rows = await tx.query<{ orderNo: string; orderId: string }>(
    `select order_no as "orderNo", min(id)::text as "orderId" from orders
     where group_id = $1 and order_no = any($2)
       and reverse(upper(order_no)) = any(array(select reverse(upper(no)) from unnest($2::text[]) no))
     group by order_no having count(*) = 1`,
    [groupId, [...new Set(orderNos)]],
  );
  return new Map(rows.map(({ orderNo, orderId }) => [orderNo, orderId]));
}
