import type { Sql } from '@/db/client';
import { settleOrders } from '@/server/stock/settle-orders';
import type { PooledOrder } from './pooled-order';

/** What an order lacks is written on its card, not a list of everything in it. */
const WORDS_MAX = 200;

/** Stored orders hold, free or ship their pieces; one that begins to wait for some gets a card that says which. */
export async function lockStock(tx: Sql, orders: readonly PooledOrder[]): Promise<void> {
  const short = await settleOrders(tx, orders);
  const byId = new Map(short.map((one) => [one.orderId, one.lacking]));
  for (const order of orders)
    order.lacks = (byId.get(order.id ?? '') ?? [])
      .map(({ sku, quantity }) => `${sku} × ${quantity}`)
      .join(', ')
      .slice(0, WORDS_MAX);
}
