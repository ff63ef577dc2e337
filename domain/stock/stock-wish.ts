import { isPaid, lifecycleOf, UNREVIEWED } from '@/domain/order/lifecycle';
import { type FactMap, factOf } from '@/domain/order/merge-events';
import type { Claim } from './settle-claim';

const GONE = ['shipped', 'signed', 'done'] as const;

/** What has to become of the pieces of an order; null while it is not paid: nothing is held for it. */
export function stockWishOf(facts: FactMap): Claim['wish'] | null {
  const life = lifecycleOf(facts, UNREVIEWED);
  const hasLeft = factOf(facts, 'collectedAt') !== null || life.signedAt !== null;
  if (hasLeft || GONE.some((status) => status === life.status)) return 'ship';
  // Part of it may have left: what has not is still held.
  const isAllOut = factOf(facts, 'shippedAt') !== null && life.status !== 'part_shipped';
  if (isAllOut) return 'ship';
  const paidFen = factOf(facts, 'paidFen') ?? factOf(facts, 'amountFen') ?? 0;
  const isPaidBack = paidFen > 0 && (factOf(facts, 'refundFen') ?? 0) >= paidFen;
  if (life.status === 'cancelled' || isPaidBack) return 'free';
  return isPaid(life) ? 'hold' : null;
}
