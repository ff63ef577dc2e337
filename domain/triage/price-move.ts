import { DAY_MS, type Instant } from '@/domain/clocks/instant';

/** A sale at a price far from the one in force: 6,000 = sold at 60 % of it. */
export interface PricePoint {
  readonly at: Instant;
  readonly sku: string;
  readonly levelBp: number;
}

const WHOLE_BP = 10_000;
/** Prices within this of the one in force have not moved. */
const STILL_BP = 1_000;
/** How much is kept, and looked at, of each shop. */
export const POINTS_KEPT = 30;
const POINTS_AT_LEAST = 20;
const SKUS_AT_LEAST = 5;
const KEPT_FOR_MS = DAY_MS;
/** Sales this close to the median agree with it … */
const AGREES_BP = 1_000;
/** … and this share of them has to. */
const SHARE_BP = 8_000;

/** The point a sale adds; null where its price has not moved. */
export function pricePointOf(sku: string, unitPriceFen: number, inForceFen: number, at: Instant): PricePoint | null {
  if (inForceFen <= 0 || sku === '') return null;
  const levelBp = Math.round((unitPriceFen * WHOLE_BP) / inForceFen);
  return Math.abs(levelBp - WHOLE_BP) <= STILL_BP ? null : { at, sku, levelBp };
}

/** The latest points, ascending; what is older than a day or more than is kept falls away. */
export function latestPoints(points: readonly PricePoint[], now: Instant): readonly PricePoint[] {
  return points
    .filter((point) => point.at > now - KEPT_FOR_MS)
    .toSorted((a, b) => a.at - b.at)
    .slice(-POINTS_KEPT);
}

/**
 * The level to which a shop's prices have moved as a whole: a campaign on everything, or its end. Of the latest sales that
 * were far from the price in force at least 20 have to be there, of at least 5 SKUs, and 80 % of them within a tenth of
 * their median. One wrong price, of whatever SKU, moves nothing; scattered ones do not agree. null = prices stand.
 */
export function priceMoveOf(points: readonly PricePoint[], now: Instant): number | null {
  const latest = latestPoints(points, now);
  if (latest.length < POINTS_AT_LEAST) return null;
  const levels = latest.map((point) => point.levelBp).sort((a, b) => a - b);
  const median = levels[levels.length >> 1] ?? WHOLE_BP;
  const agreeing = latest.filter((point) => Math.abs(point.levelBp - median) * WHOLE_BP <= median * AGREES_BP);
  const skus = new Set(agreeing.map((point) => point.sku));
  const isShared = agreeing.length * WHOLE_BP >= latest.length * SHARE_BP;
  return isShared && agreeing.length >= POINTS_AT_LEAST && skus.size >= SKUS_AT_LEAST ? median : null;
}
