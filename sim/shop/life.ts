import { HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { isClosed, isPaid, type Lifecycle, stageOf } from '@/domain/order/lifecycle';
import { cancel, collect, hold, pack, pay, pick, release, sign } from '@/domain/order/transitions';
import { amountFenOf, type PlacedOrder } from './order';
import type { Random } from './random';

export type ShopEvent =
  | 'order.created'
  | 'order.paid'
  | 'order.picked'
  | 'order.shipped'
  | 'order.collected'
  | 'order.signed'
  | 'order.cancelled'
  | 'order.refunded';

/** An order on its way: plain data, so that a run can be kept in a file. */
export interface Progress {
  readonly order: PlacedOrder;
  readonly life: Lifecycle;
  readonly trackingNo: string | null;
  readonly cancelledAt: Instant | null;
  readonly refundFen: number;
  /** Where a warehouse was given the order by somebody else than its shop; left out: the shop sees to it. */
  readonly given?: Given | null;
}

/** An order at a warehouse: the code under which it was given there, and the first of the orders that it was given with. */
export interface Given {
  readonly code: string;
  readonly firstNo: string;
}

/** What happens next to an order, and when. */
export interface Step {
  readonly type: ShopEvent;
  readonly at: Instant;
}

const MEDIAN_MS = {
  payment: 8 * SECOND_MS,
  unpaidCancel: 30 * MINUTE_MS,
  heldCancel: 50 * MINUTE_MS,
  picking: 16 * MINUTE_MS,
  packing: 34 * MINUTE_MS,
  collection: 75 * MINUTE_MS,
  delivery: 34 * HOUR_MS,
  refund: 12 * MINUTE_MS,
};
const NEVER_PAID_SHARE = 0.03;
const HELD_CANCEL_SHARE = 0.12;
const REFUND_SHARE = 0.015;
/** Now and then a stage drags on: a lost parcel, a shelf that is empty. */
const SLOW_SHARE = 0.02;
const SLOW_TIMES = 6;
const REVIEW_MS = 200;

/** An order that was just placed. */
export const newProgress = (order: PlacedOrder): Progress => ({
  order,
  life: {
    status: 'unpaid',
    review: 'pending',
    createdAt: order.placedAt,
    paidAt: null,
    releasedAt: null,
    pickedAt: null,
    packedAt: null,
    collectedAt: null,
    signedAt: null,
  },
  trackingNo: null,
  cancelledAt: null,
  refundFen: 0,
});

/**
 * What happens next; null when nothing does: the order is closed, or waits for a person's decision. Durations of the
 * warehouse and the courier are divided by `speed`; buyers pay as fast as they ever do.
 */
export function nextStep({ life }: Progress, since: Instant, random: Random, speed: number): Step | null {
  const after = (medianMs: number) => {
    const slow = random.chance(SLOW_SHARE) ? SLOW_TIMES : 1;
    return since + Math.max(SECOND_MS, Math.round((random.around(medianMs) * slow) / speed));
  };
  if (isClosed(life)) return null;
  if (!isPaid(life)) {
    if (random.chance(NEVER_PAID_SHARE)) return { type: 'order.cancelled', at: after(MEDIAN_MS.unpaidCancel) };
    return { type: 'order.paid', at: since + random.around(MEDIAN_MS.payment) };
  }
  if (life.review === 'held') {
    const isGivenUp = random.chance(HELD_CANCEL_SHARE);
    return isGivenUp ? { type: 'order.cancelled', at: after(MEDIAN_MS.heldCancel) } : null;
  }
  switch (stageOf(life)) {
    case 'picking':
      if (random.chance(REFUND_SHARE)) return { type: 'order.refunded', at: after(MEDIAN_MS.refund) };
      return { type: 'order.picked', at: after(MEDIAN_MS.picking) };
    case 'packing':
      return { type: 'order.shipped', at: after(MEDIAN_MS.packing) };
    case 'collection':
      return { type: 'order.collected', at: after(MEDIAN_MS.collection) };
    case 'delivery':
      return { type: 'order.signed', at: after(MEDIAN_MS.delivery) };
    case 'payment':
    case 'review':
    case null:
      return null;
  }
}

/** The warehouse hears of a decision: the order may be picked. */
export const letGo = (progress: Progress, at: Instant): Progress => ({
  ...progress,
  life: release(progress.life, at),
});

/** A paid order is released at once, except where a rule will want to know more. */
function paid(progress: Progress, at: Instant): Progress {
  const life = pay(progress.life, at);
  return { ...progress, life: progress.order.flaw === null ? release(life, at + REVIEW_MS) : hold(life) };
}

/** Orders that were given together go in one parcel. */
const trackingNoOf = ({ order, given }: Progress): string =>
  `YT${(given?.firstNo ?? order.orderNo).replace(/\D/g, '').slice(-13)}`;

/** Given up before it left: what was paid goes back. */
const givenUp = (progress: Progress, at: Instant): Progress => ({
  ...progress,
  life: cancel(progress.life),
  cancelledAt: at,
  refundFen: isPaid(progress.life) ? amountFenOf(progress.order) : 0,
});

/** Makes the step. Throws a RangeError when the order's lifecycle does not allow it. */
export function advance(progress: Progress, { type, at }: Step): Progress {
  const { life } = progress;
  switch (type) {
    case 'order.created':
      return progress;
    case 'order.paid':
      return paid(progress, at);
    case 'order.picked':
      return { ...progress, life: pick(life, at) };
    case 'order.shipped':
      return { ...progress, life: pack(life, at), trackingNo: trackingNoOf(progress) };
    case 'order.collected':
      return { ...progress, life: collect(life, at) };
    case 'order.signed':
      return { ...progress, life: sign(life, at) };
    case 'order.cancelled':
    case 'order.refunded':
      return givenUp(progress, at);
  }
}
