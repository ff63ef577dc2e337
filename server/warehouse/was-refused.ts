import type { Sql } from '@/db/client';

/** Whether the last warehouse that was to have an order does not do it: it refused, cancelled by itself, or could not be told. */
export async function wasRefused(tx: Sql, orderId: string): Promise<boolean> {
  const [last] = await tx.query<{ isRefused: boolean }>(
    `select state in ('rejected', 'failed', 'cancelled') as "isRefused" from warehouse_orders
     where order_id = $1::bigint order by attempt desc limit 1`,
    [orderId],
  );
  return last?.isRefused ?? false;
}
