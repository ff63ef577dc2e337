import { DAY_MS } from '@/domain/clocks/instant';
import { hit, NO, signal, unknown } from './signal';

const NO_BUYER = unknown('no-recent-returns', 'buyer-missing');

/**
 * The buyer has paid at least `count` earlier orders of this shop, and no refund of theirs was reported within `windowMs`
 * before this order. A buyer without earlier orders has proved nothing.
 */
export const noRecentReturns = signal({
  name: 'no-recent-returns',
  params: {
    windowMs: { kind: 'number', unit: 'ms', default: 30 * DAY_MS, min: DAY_MS, max: 365 * DAY_MS },
    count: { kind: 'number', unit: 'orders', default: 1, min: 1, max: 50 },
  },
  evaluate: ({ buyerHistory, placedAt }, { windowMs, count }) => {
    if (buyerHistory === null) return NO_BUYER;
    const { paidBefore, returnTimes } = buyerHistory;
    if (paidBefore < count || returnTimes.some((at) => at >= placedAt - windowMs)) return NO;
    return hit({
      signal: 'no-recent-returns',
      field: 'buyerHistory',
      number: paidBefore,
      limit: count,
      unit: 'orders',
    });
  },
});
