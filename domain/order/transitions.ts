import type { Instant } from '@/domain/clocks/instant';
import { isClosed, isPaid, isShipped, isStageDone, type Lifecycle } from './lifecycle';

/**
 * Every change of an order as a pair: canX says whether it may happen, x makes it (and throws where canX is false).
 * A preview and the real change thereby share one path.
 */
function changed(order: Lifecycle, isAllowed: boolean, name: string, change: Partial<Lifecycle>): Lifecycle {
  if (!isAllowed) throw new RangeError(`order cannot ${name} (status ${order.status}, review ${order.review})`);
  return { ...order, ...change };
}

export const canPay = (order: Lifecycle): boolean => order.status === 'unpaid';
export const pay = (order: Lifecycle, at: Instant): Lifecycle =>
  changed(order, canPay(order), 'be paid', { status: 'to_ship', paidAt: at });

/**
 * Release to the warehouse: paid, not closed and not rejected. Also an order that left in spite of a hold, so that its
 * review can end.
 */
export const canRelease = (order: Lifecycle): boolean =>
  (order.review === 'pending' || order.review === 'held') && isPaid(order) && !isClosed(order);
export const release = (order: Lifecycle, at: Instant): Lifecycle =>
  changed(order, canRelease(order), 'be released', { review: 'released', releasedAt: at });

/** Whether a release may be said once more, so that an order that its warehouse refused is given anew. */
export const canReleaseAgain = (order: Lifecycle): boolean =>
  order.review === 'released' && isPaid(order) && !isShipped(order) && !isClosed(order);

/** Hold back (待核实): possible until the parcel has left, also after an earlier release. */
export const canHold = (order: Lifecycle): boolean =>
  order.review !== 'rejected' && order.review !== 'held' && !isShipped(order) && !isClosed(order);
export const hold = (order: Lifecycle): Lifecycle =>
  changed(order, canHold(order), 'be held', { review: 'held', releasedAt: null });

/** Take a release back, so that the order is judged anew: possible until the parcel has left. */
export const canWithdraw = (order: Lifecycle): boolean =>
  order.review === 'released' && !isShipped(order) && !isClosed(order);
export const withdraw = (order: Lifecycle): Lifecycle =>
  changed(order, canWithdraw(order), 'be withdrawn', { review: 'pending', releasedAt: null });

/** Reject for good after a confirmed suspicion: never after it has left. */
export const canReject = (order: Lifecycle): boolean =>
  (order.review === 'held' || order.review === 'pending') && !isShipped(order) && !isClosed(order);
export const reject = (order: Lifecycle): Lifecycle =>
  changed(order, canReject(order), 'be rejected', { review: 'rejected' });

export const canPick = (order: Lifecycle): boolean => order.review === 'released' && !isStageDone(order, 'picking');
export const pick = (order: Lifecycle, at: Instant): Lifecycle =>
  changed(order, canPick(order), 'be picked', { pickedAt: at });

export const canPack = (order: Lifecycle): boolean =>
  order.review === 'released' && order.pickedAt !== null && !isStageDone(order, 'packing');
export const pack = (order: Lifecycle, at: Instant): Lifecycle =>
  changed(order, canPack(order), 'be packed', { status: 'shipped', packedAt: at });

export const canCollect = (order: Lifecycle): boolean => isShipped(order) && !isStageDone(order, 'collection');
export const collect = (order: Lifecycle, at: Instant): Lifecycle =>
  changed(order, canCollect(order), 'be collected', { collectedAt: at });

export const canSign = (order: Lifecycle): boolean => order.collectedAt !== null && !isStageDone(order, 'delivery');
export const sign = (order: Lifecycle, at: Instant): Lifecycle =>
  changed(order, canSign(order), 'be signed for', { status: 'signed', signedAt: at });

export const canCancel = (order: Lifecycle): boolean => !isClosed(order);
export const cancel = (order: Lifecycle): Lifecycle =>
  changed(order, canCancel(order), 'be cancelled', { status: 'cancelled' });
