import type { Sql } from '@/db/client';
import { type Write, writeTogether } from '@/db/writes';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from '../pipeline/pool';
import type { PooledOrder } from '../pipeline/pooled-order';
import { openWordsOf } from './merge-words';

/**
 * By what other orders of its buyer find an order, as long as they could go with it. Whom that concerns is looked up later
 * (tell-mates.ts), so that the batch asks nothing more.
 */
export function keysWrite(orders: readonly PooledOrder[]): Write {
  const rows = orders.flatMap((order) => {
    const words = openWordsOf(order);
    if (order.id === null) return [];
    return { order_id: order.id, merge_key: words?.merge_key, state: words ? order.review : 'ended' };
  });
  return {
    text: (given) => `insert into merge_keys as k (order_id, merge_key, state)
      select r.order_id, r.merge_key, r.state
      from jsonb_to_recordset(${given}) r (order_id bigint, merge_key text, state text)
      where r.state <> 'ended' or exists (select from merge_keys e where e.order_id = r.order_id)
      order by r.order_id
      on conflict (order_id) do update set state = excluded.state, sought_at = null,
        merge_key = coalesce(excluded.merge_key, k.merge_key),
        former_key = case when k.merge_key <> excluded.merge_key then k.merge_key else k.former_key end,
        has_mates = k.has_mates and k.merge_key = coalesce(excluded.merge_key, k.merge_key)
      where k.state <> excluded.state or k.merge_key is distinct from coalesce(excluded.merge_key, k.merge_key)`,
    rows,
  };
}

/** Works the keys out of orders that were there before keys were kept. */
export async function fillKeys(tx: Sql, orderIds: readonly string[]): Promise<void> {
  const rows = await tx.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders o where o.id = any($1::bigint[])
     order by o.shop_id, o.order_no for no key update of o`,
    [orderIds],
  );
  await writeTogether(tx, [keysWrite(rows.map((row) => pooledFromRow(row, 0)))]);
}
