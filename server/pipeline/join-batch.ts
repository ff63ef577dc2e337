import { type PooledOrder, placedAtOf } from './pooled-order';
import type { Neighbour } from './surroundings';

const orderKey = (shopId: string, orderNo: string): string => `${shopId}\n${orderNo}`;

/**
 * The stored neighbours by key, with the batch's own orders in place of what was stored of them, ascending. `keyOf` says
 * under which key an order stands (null = none), `restOf` what else is known of it.
 */
export function withBatch<N extends Neighbour>(
  stored: readonly N[],
  orders: readonly PooledOrder[],
  keyOf: (order: PooledOrder) => string | null,
  restOf: (order: PooledOrder) => Omit<N, keyof Neighbour>,
): Map<string, N[]> {
  const inBatch = new Set(orders.map((order) => orderKey(order.shopId, order.orderNo)));
  const all = new Map<string, N[]>();
  const add = (one: N) => {
    const ofKey = all.get(one.key);
    if (ofKey) ofKey.push(one);
    else all.set(one.key, [one]);
  };
  for (const one of stored)
    if (!inBatch.has(orderKey(one.shop_id, one.order_no))) add({ ...one, at: Math.round(one.at) });
  for (const order of orders) {
    const key = keyOf(order);
    if (key === null) continue;
    // Together with the rest, which the type of the neighbour asks for, this is a whole neighbour.
    add({ key, shop_id: order.shopId, order_no: order.orderNo, at: placedAtOf(order), ...restOf(order) } as N);
  }
  for (const ofKey of all.values()) ofKey.sort((a, b) => a.at - b.at);
  return all;
}
