import type { Write } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';
import { factOf } from '@/domain/order/merge-events';
import type { PricedLine } from '@/domain/triage/facts';
import { latestPoints, type PricePoint, pricePointOf } from '@/domain/triage/price-move';
import { type PooledOrder, placedAtOf } from './pooled-order';
import { type Features, type SkuPrice, skuKey } from './surroundings';

/** Fewer earlier sales than this say nothing about a SKU's price. */
const MIN_PRICES_FOR_MEDIAN = 20;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? upper) + upper) / 2);
}

/** The price in force: campaign or list where known, else the median of the SKU's last sales where there are enough. */
export function priceInForce(price: SkuPrice | undefined): Pick<PricedLine, 'inForceFen' | 'inForceSource'> {
  if (price?.campaign_fen != null) return { inForceFen: price.campaign_fen, inForceSource: 'campaign' };
  if (price?.list_fen != null) return { inForceFen: price.list_fen, inForceSource: 'list' };
  if (price && price.recent_fen.length >= MIN_PRICES_FOR_MEDIAN)
    return { inForceFen: median(price.recent_fen), inForceSource: 'median' };
  return { inForceFen: null, inForceSource: null };
}

function pointsOf(order: PooledOrder, prices: ReadonlyMap<string, SkuPrice>): PricePoint[] {
  return (factOf(order.facts, 'lines') ?? []).flatMap(({ sku, unitPriceFen }) => {
    const { inForceFen } = priceInForce(prices.get(skuKey(order.shopId, sku)));
    const point = inForceFen === null ? null : pricePointOf(sku, unitPriceFen, inForceFen, placedAtOf(order));
    return point === null ? [] : [point];
  });
}

/** What is known of each shop's prices, with the sales of the batch's new orders. */
export function addPricePoints(
  stored: ReadonlyMap<string, readonly PricePoint[]>,
  orders: readonly PooledOrder[],
  prices: ReadonlyMap<string, SkuPrice>,
  now: Instant,
): Map<string, readonly PricePoint[]> {
  const all = new Map(stored);
  for (const order of orders) {
    const points = order.id === null && !order.isHistory ? pointsOf(order, prices) : [];
    if (points.length > 0) all.set(order.shopId, [...(all.get(order.shopId) ?? []), ...points]);
  }
  return new Map([...all].map(([shopId, points]) => [shopId, latestPoints(points, now)]));
}

/**
 * The latest sales far from the price in force, of every shop of the batch. Two batches of a shop at once may each leave out
 * the other's: a move is then noticed a few sales later.
 */
export const pricePointsWrite = (features: Features): Write => ({
  text: (rows) => `insert into shop_price_points (shop_id, points)
    select shop_id, points from jsonb_to_recordset(${rows}) r (shop_id text, points jsonb) order by shop_id
    on conflict (shop_id) do update set points = excluded.points where shop_price_points.points <> excluded.points`,
  rows: [...features.pricePoints].map(([shop_id, points]) => ({ shop_id, points })),
});
