import * as z from 'zod';
import type { Sql } from '@/db/client';
import { type AloneReason, whyAlone } from '@/domain/merge/why-alone';
import { assertCan } from '../can';
import type { UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from '../pipeline/pool';
import type { PooledOrder } from '../pipeline/pooled-order';
import { lockWaiting, type Waiting } from './waiting';

export const orderIdField = z.string().regex(/^\d{1,19}$/);
export const reasonField = z.string().trim().min(2).max(200);

export const refused = (order: PooledOrder, why: AloneReason) =>
  conflict(`order ${order.orderNo} cannot be merged: ${why}`, { why, orderNo: order.orderNo });

export interface Reached {
  readonly orders: readonly PooledOrder[];
  /** Every order that waits under one of their keys, by key. */
  readonly byKey: ReadonlyMap<string, readonly Waiting[]>;
}

const WAITING_WITH = `select x.order_id from warehouse_orders w join warehouse_orders x on x.merge_key = w.merge_key
  where w.state = 'waiting' and x.state = 'waiting' and w.order_id = any($1::bigint[])`;

/**
 * Locks waiting orders and all that wait with them, in the order of their keys and at one go, so that two who act at once wait
 * for each other in no circle. Throws notFound for one that is not there or of another group, and conflict with the reason for
 * one that does not wait.
 */
export async function reachWaiting(
  tx: Sql,
  actor: UserActor,
  action: 'merges.merge' | 'merges.split' | 'merges.leaveNow',
  orderIds: readonly string[],
): Promise<Reached> {
  const rows = await tx.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders o where o.id = any($1::bigint[]) or o.id = any(array(${WAITING_WITH}))
     order by o.shop_id, o.order_no for no key update of o`,
    [orderIds],
  );
  const asked = rows.filter(({ id }) => orderIds.includes(id));
  if (asked.length < new Set(orderIds).size) throw notFound('order');
  for (const { group_id } of asked) assertCan(actor, action, { groupId: group_id }, 'order');
  const orders = asked.map((row) => pooledFromRow(row, 0));
  const waiting = await tx.query<{ orderId: string; key: string }>(
    `select order_id::text as "orderId", merge_key as key from warehouse_orders
     where order_id = any($1::bigint[]) and state = 'waiting'`,
    [orderIds],
  );
  const waits = new Set(waiting.map(({ orderId }) => orderId));
  for (const order of orders) if (!waits.has(order.id ?? '')) throw refused(order, whyAlone(order, false) ?? 'left');
  return { orders, byKey: await lockWaiting(tx, [...new Set(waiting.map(({ key }) => key))]) };
}

/** The same for one order: what waits with it, and itself among that. */
export async function reachOne(
  tx: Sql,
  actor: UserActor,
  action: 'merges.split' | 'merges.leaveNow',
  orderId: string,
): Promise<{ readonly own: Waiting; readonly waiting: readonly Waiting[] }> {
  const { byKey } = await reachWaiting(tx, actor, action, [orderId]);
  const waiting = [...byKey.values()].flat();
  const own = waiting.find((one) => one.orderId === orderId);
  if (own === undefined) throw conflict('it has just left', { why: 'left' });
  return { own, waiting };
}
