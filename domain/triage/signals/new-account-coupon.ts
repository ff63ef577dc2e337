import { DAY_MS } from '@/domain/clocks/instant';
import { hit, NO, signal, unknown } from './signal';

const NO_COUPON = unknown('new-account-coupon', 'coupon-missing');
const NO_AGE = unknown('new-account-coupon', 'account-age-missing');
const NO_BUYER = unknown('new-account-coupon', 'buyer-missing');

/** The first order we know of a young account, paid with a coupon. Any part that is surely not so makes it no. */
export const newAccountCoupon = signal({
  name: 'new-account-coupon',
  params: { maxAgeMs: { kind: 'number', unit: 'ms', default: 30 * DAY_MS, min: 60_000, max: 3_650 * DAY_MS } },
  evaluate: ({ couponFen, accountAgeMs, buyerHistory }, { maxAgeMs }) => {
    if (couponFen === 0 || (buyerHistory !== null && buyerHistory.paidBefore > 0)) return NO;
    if (accountAgeMs !== null && accountAgeMs > maxAgeMs) return NO;
    if (couponFen === null) return NO_COUPON;
    if (accountAgeMs === null) return NO_AGE;
    if (buyerHistory === null) return NO_BUYER;
    return hit({
      signal: 'new-account-coupon',
      field: 'buyerRegisteredAt',
      number: Math.floor(accountAgeMs / DAY_MS),
      limit: Math.floor(maxAgeMs / DAY_MS),
      unit: 'days',
    });
  },
});
