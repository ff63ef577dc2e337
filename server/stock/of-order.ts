import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { LockState } from '@/domain/stock/ledger';
import { assertCan } from '../can';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';

export const stockOfOrderInput = z.strictObject({ orderId: z.string().regex(/^\d{1,19}$/) });

export interface OrderLock {
  readonly sku: string;
  readonly quantity: number;
  readonly state: LockState;
  readonly changedAt: Instant;
  /** What there is of it, and what no order holds. */
  readonly onHand: number;
  readonly free: number;
}

export interface OrderStock {
  /** The shop keeps stock; without it nothing is ever held. */
  readonly isKept: boolean;
  readonly locks: readonly OrderLock[];
}

/** What an order holds of the stock, or waits for. Orders of another group are not found. */
export async function stockOfOrder(
  ctx: Context<UserActor>,
  { orderId }: z.infer<typeof stockOfOrderInput>,
): Promise<OrderStock> {
  const [order] = await ctx.db.query<{ groupId: string; isKept: boolean }>(
    `select group_id as "groupId", exists (select from stock_shops s where s.shop_id = o.shop_id) as "isKept"
     from orders o where id = $1::bigint`,
    [orderId],
  );
  if (!order) throw notFound('order');
  assertCan(ctx.actor, 'stock.ofOrder', { groupId: order.groupId }, 'order');
  const locks = await ctx.db.query<OrderLock>(
    `select r.sku, r.quantity, r.state, r.changed_at as "changedAt", i.on_hand as "onHand", i.on_hand - i.reserved as free
     from stock_reservations r join stock_items i using (sku) where r.order_id = $1::bigint order by r.sku`,
    [orderId],
  );
  return { isKept: order.isKept, locks };
}
