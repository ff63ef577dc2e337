import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { type FeedEntry, publish } from '../live/publish';

/** Whoever has one of these orders open learns that warehouse, courier or payment service said something. */
export const outsideEntries = (orderIds: readonly string[]): FeedEntry[] =>
  [...new Set(orderIds)].map((orderId) => ({
    topic: 'outside.changed',
    rooms: [roomOf.order(orderId)],
    id: orderId,
    version: 1,
    patch: { orderId },
  }));

export const announceOutside = (tx: Sql, orderIds: readonly string[]): Promise<void> =>
  publish(tx, outsideEntries(orderIds));
