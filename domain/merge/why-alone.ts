import { isClosed, isPaid, isShipped, lifecycleOf, type Review } from '@/domain/order/lifecycle';
import { type FactMap, factOf } from '@/domain/order/merge-events';
import { type KeyedOrder, mergeKeyOf } from './merge-key';

/** Why an order cannot be merged, the first that holds. */
export const ALONE_REASONS = [
  'no-key',
  'unpaid',
  'ended',
  'shipped',
  'on-delivery',
  'platform-hold',
  'refund',
  'held',
  'history',
  'left',
] as const;
export type AloneReason = (typeof ALONE_REASONS)[number];

export interface MergeableOrder extends KeyedOrder {
  readonly review: Review;
  readonly isHistory: boolean;
}

const hasHolds = (facts: FactMap): boolean =>
  factOf(facts, 'status') === 'paid_hold' || (factOf(facts, 'holds') ?? []).length > 0;

/**
 * Why an order stays by itself by what is known of it; null: it may be merged while it waits to leave. Whether it has left
 * for the warehouse is asked last, of `isWaiting`.
 */
export function whyAlone(order: MergeableOrder, isWaiting: boolean): AloneReason | null {
  const { facts, review } = order;
  const life = lifecycleOf(facts, { review, releasedAt: null });
  const reasons: readonly (readonly [AloneReason, boolean])[] = [
    ['ended', isClosed(life)],
    ['shipped', isShipped(life) || life.pickedAt !== null],
    ['unpaid', !isPaid(life)],
    ['on-delivery', factOf(facts, 'paymentMethod') === 'cod'],
    ['platform-hold', hasHolds(facts)],
    ['refund', (factOf(facts, 'refundFen') ?? 0) > 0],
    ['history', order.isHistory],
    ['held', review !== 'released'],
    ['no-key', mergeKeyOf(order) === null],
    ['left', !isWaiting],
  ];
  return reasons.find(([, holds]) => holds)?.[0] ?? null;
}
