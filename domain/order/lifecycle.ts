import type { Instant } from '@/domain/clocks/instant';
import { type FactMap, factOf } from './merge-events';
import type { OrderStatus } from './order';

/** The six stages of an order, in their order. */
export const STAGES = ['payment', 'review', 'picking', 'packing', 'collection', 'delivery'] as const;
export type Stage = (typeof STAGES)[number];

/** What our own review decided: waiting, held back by a rule or a person, or released to the warehouse. */
export type Review = 'pending' | 'held' | 'released' | 'rejected';

/** Where an order stands: what the outside reports and what our review decided. */
export interface Lifecycle {
  readonly status: OrderStatus;
  readonly review: Review;
  readonly createdAt: Instant | null;
  readonly paidAt: Instant | null;
  readonly releasedAt: Instant | null;
  readonly pickedAt: Instant | null;
  readonly packedAt: Instant | null;
  readonly collectedAt: Instant | null;
  readonly signedAt: Instant | null;
}

export interface ReviewState {
  readonly review: Review;
  readonly releasedAt: Instant | null;
}

export const UNREVIEWED: ReviewState = { review: 'pending', releasedAt: null };

const SHIPPED: ReadonlySet<OrderStatus> = new Set(['part_shipped', 'shipped', 'signed', 'done']);

/** Reads the lifecycle out of merged facts and our own review. */
export function lifecycleOf(facts: FactMap, review: ReviewState): Lifecycle {
  return {
    status: factOf(facts, 'status') ?? 'unpaid',
    review: review.review,
    createdAt: factOf(facts, 'createdAt'),
    paidAt: factOf(facts, 'paidAt'),
    releasedAt: review.releasedAt,
    pickedAt: factOf(facts, 'pickedAt'),
    packedAt: factOf(facts, 'packedAt') ?? factOf(facts, 'shippedAt'),
    collectedAt: factOf(facts, 'collectedAt'),
    signedAt: factOf(facts, 'signedAt') ?? factOf(facts, 'doneAt'),
  };
}

export const isPaid = (order: Lifecycle): boolean =>
  order.paidAt !== null || (order.status !== 'unpaid' && order.status !== 'cancelled');
export const isShipped = (order: Lifecycle): boolean => order.packedAt !== null || SHIPPED.has(order.status);
export const isClosed = (order: Lifecycle): boolean =>
  order.status === 'cancelled' || order.status === 'done' || order.signedAt !== null || order.status === 'signed';

/** True when a stage is finished, by its own report or because a later stage has been reported. */
export function isStageDone(order: Lifecycle, stage: Stage): boolean {
  const signed = order.signedAt !== null || order.status === 'signed' || order.status === 'done';
  const collected = signed || order.collectedAt !== null;
  const packed = collected || isShipped(order);
  switch (stage) {
    case 'payment':
      return isPaid(order) || packed;
    case 'review':
      return order.review === 'released' || packed;
    case 'picking':
      return order.pickedAt !== null || packed;
    case 'packing':
      return packed;
    case 'collection':
      return collected;
    case 'delivery':
      return signed;
  }
}

/** The stage an order is in now; null when it is closed (signed, done or cancelled). */
export function stageOf(order: Lifecycle): Stage | null {
  if (order.status === 'cancelled') return null;
  return STAGES.find((stage) => !isStageDone(order, stage)) ?? null;
}

/** When a stage was finished; null when it is not, or nobody reported the time. */
export function finishedAt(order: Lifecycle, stage: Stage): Instant | null {
  switch (stage) {
    case 'payment':
      return order.paidAt;
    case 'review':
      return order.releasedAt;
    case 'picking':
      return order.pickedAt;
    case 'packing':
      return order.packedAt;
    case 'collection':
      return order.collectedAt;
    case 'delivery':
      return order.signedAt;
  }
}

/** When the current stage began: the latest reported finish before it, else the order's creation. */
export function stageSince(order: Lifecycle): Instant | null {
  const times = STAGES.filter((stage) => isStageDone(order, stage)).map((stage) => finishedAt(order, stage));
  return [...times, order.createdAt].reduce<Instant | null>(
    (latest, time) => (time !== null && (latest === null || time > latest) ? time : latest),
    null,
  );
}
