import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import { shopMidnight } from '@/domain/clocks/shop-zone';

/** The days of a filter as the API takes them: both included, in the zone of the shops. */
export const spanOfDays = (from: Date | null, to: Date | null): { from?: Instant; before?: Instant } => ({
  ...(from && { from: shopMidnight(from.getTime()) }),
  ...(to && { before: shopMidnight(to.getTime()) + DAY_MS }),
});
