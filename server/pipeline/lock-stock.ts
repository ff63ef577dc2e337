import type { Sql } from '@/db/client';
import { lackingWords } from '@/server/stock/settle-claims';
import { settleOrders } from '@/server/stock/settle-orders';
import type { PooledOrder } from './pooled-order';

/** Stored orders hold, free or ship their pieces; one that begins to wait for some gets a card that says which. */
export async function lockStock(tx: Sql, orders: readonly PooledOrder[]): Promise<void> {
  const short = await settleOrders(tx, orders);
  const byId = new Map(short.map((one) => [one.orderId, lackingWords(one.lacking)]));
  for (const order of orders) order.lacks = byId.get(order.id ?? '') ?? '';
}
