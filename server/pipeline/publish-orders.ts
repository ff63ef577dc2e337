import { roomOf } from '@/domain/live/rooms';
import type { FeedEntry } from '@/server/live/publish';
import type { PooledOrder } from './pooled-order';

/** Feed entries of a stored batch: whoever has one of these orders open learns that it changed. */
export function orderFeedEntries(orders: readonly PooledOrder[]): FeedEntry[] {
  return orders.flatMap((order) =>
    order.id === null || order.isHistory
      ? []
      : [
          {
            topic: 'order.changed' as const,
            rooms: [roomOf.order(order.id)],
            id: order.id,
            version: order.version,
            patch: { orderNo: order.orderNo },
          },
        ],
  );
}
