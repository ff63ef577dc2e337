import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';
import { inGroups } from '../groups/in-groups';
import { skuField } from './sku-field';

export const ordersWaitingInput = z.strictObject({ sku: skuField });

const AT_MOST = 100;

export interface WaitingOrder {
  readonly orderId: string;
  readonly orderNo: string;
  readonly quantity: number;
  /** uncounted: nobody knows whether there are any. */
  readonly state: 'short' | 'uncounted';
  readonly since: Instant;
}

/** The orders in reach that wait for pieces of a SKU, in the order in which they will have them; at most 100. */
export function ordersWaiting(
  ctx: Context<UserActor>,
  { sku }: z.infer<typeof ordersWaitingInput>,
): Promise<WaitingOrder[]> {
  const groups = groupScope(ctx.actor, 'stock.waiting');
  return ctx.db.query<WaitingOrder>(
    `select o.id::text as "orderId", o.order_no as "orderNo", r.quantity, r.state, r.changed_at as since
     from stock_reservations r join orders o on o.id = r.order_id
     where r.sku = $1 and r.state in ('short', 'uncounted') and ${inGroups('o.group_id', '$2', groups)}
     order by r.order_id limit ${AT_MOST}`,
    [sku, groups],
  );
}
