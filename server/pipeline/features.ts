import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { isPaid } from '@/domain/order/lifecycle';
import { factOf } from '@/domain/order/merge-events';
import { isMainland } from '@/domain/order/region';
import type { PricedLine, TriageFacts } from '@/domain/triage/facts';
import { lifecycleOfPooled, type PooledOrder, placedAtOf, provinceOf } from './pooled-order';

/** Fewer earlier sales than this say nothing about a SKU's price. */
export const MIN_PRICES_FOR_MEDIAN = 20;

interface SkuPrice {
  readonly shop_id: string;
  readonly sku: string;
  readonly list_fen: number | null;
  readonly campaign_fen: number | null;
  readonly recent_fen: number[];
}
interface SameIp {
  readonly ip: string;
  readonly shop_id: string;
  readonly order_no: string;
  readonly at: Instant;
}

/** What the database knows around a batch: prices in force per SKU, and the orders of the same buyer IPs. */
export interface Features {
  /** The database's clock once the batch holds its orders: later than anything that was done to them before. */
  readonly now: Instant;
  readonly prices: ReadonlyMap<string, SkuPrice>;
  readonly sameIp: ReadonlyMap<string, readonly SameIp[]>;
}

const ipOf = (order: PooledOrder): string | null => factOf(order.facts, 'buyerIp') || null;
const skuKey = (shopId: string, sku: string): string => `${shopId}\n${sku}`;

/**
 * The batch's one feature query. Orders of the batch are joined in afterwards from memory, so that orders of one
 * batch see each other; `windowMs` is the widest window any rule asks for.
 */
export async function loadFeatures(tx: Sql, orders: readonly PooledOrder[], windowMs: number): Promise<Features> {
  const skus = orders.flatMap((order) =>
    (factOf(order.facts, 'lines') ?? []).map((line) => [order.shopId, line.sku] as const),
  );
  const ips = orders.flatMap((order) => {
    const ip = ipOf(order);
    return ip === null ? [] : [{ ip, at: placedAtOf(order) }];
  });
  const [row] = await tx.query<{ now: Instant; prices: SkuPrice[]; same_ip: SameIp[] }>(
    `select clock_timestamp() as now,
       (select coalesce(jsonb_agg(jsonb_build_object('shop_id', p.shop_id, 'sku', p.sku, 'list_fen', p.list_fen,
          'campaign_fen', case when now() between coalesce(p.campaign_from, '-infinity')
            and coalesce(p.campaign_until, 'infinity') then p.campaign_fen end, 'recent_fen', p.recent_fen)), '[]')
        from (select distinct * from unnest($1::text[], $2::text[]) u (shop_id, sku)) k
        join sku_prices p using (shop_id, sku)) as prices,
       (select coalesce(jsonb_agg(jsonb_build_object('ip', k.ip, 'shop_id', o.shop_id, 'order_no', o.order_no,
          'at', extract(epoch from o.placed_at) * 1000)), '[]')
        from (select ip, min(at) lo, max(at) hi from unnest($3::text[], $4::float8[]) u (ip, at) group by ip) k
        cross join lateral (select shop_id, order_no, placed_at from orders
          where buyer_ip = k.ip and placed_at between at_ms(k.lo - $5) and at_ms(k.hi + $5)
          order by placed_at desc limit 200) o) as same_ip`,
    [
      skus.map(([shopId]) => shopId),
      skus.map(([, sku]) => sku),
      ips.map(({ ip }) => ip),
      ips.map(({ at }) => at),
      windowMs,
    ],
  );
  if (!row) throw new Error('the database did not answer what it knows around a batch');
  return {
    now: row.now,
    prices: new Map(row.prices.map((price) => [skuKey(price.shop_id, price.sku), price])),
    sameIp: joinBatch(row.same_ip, orders),
  };
}

function joinBatch(stored: readonly SameIp[], orders: readonly PooledOrder[]): Map<string, SameIp[]> {
  const all = new Map<string, Map<string, SameIp>>();
  const add = (entry: SameIp) => {
    const ofIp = all.get(entry.ip) ?? new Map<string, SameIp>();
    ofIp.set(skuKey(entry.shop_id, entry.order_no), entry);
    all.set(entry.ip, ofIp);
  };
  for (const entry of stored) add({ ...entry, at: Math.round(entry.at) });
  for (const order of orders) {
    const ip = ipOf(order);
    if (ip !== null) add({ ip, shop_id: order.shopId, order_no: order.orderNo, at: placedAtOf(order) });
  }
  return new Map([...all].map(([ip, entries]) => [ip, [...entries.values()].sort((a, b) => a.at - b.at)]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? upper) + upper) / 2);
}

function priceInForce(price: SkuPrice | undefined): Pick<PricedLine, 'inForceFen' | 'inForceSource'> {
  if (price?.campaign_fen != null) return { inForceFen: price.campaign_fen, inForceSource: 'campaign' };
  if (price?.list_fen != null) return { inForceFen: price.list_fen, inForceSource: 'list' };
  if (price && price.recent_fen.length >= MIN_PRICES_FOR_MEDIAN)
    return { inForceFen: median(price.recent_fen), inForceSource: 'median' };
  return { inForceFen: null, inForceSource: null };
}

/** Freezes what rules may look at for one order. */
export function triageFactsOf(order: PooledOrder, features: Features, now: Instant): TriageFacts {
  const facts = order.facts;
  const ip = ipOf(order);
  const assessment = factOf(facts, 'assessment');
  const province = provinceOf(facts);
  const notes = [factOf(facts, 'buyerNote'), factOf(facts, 'sellerNote')].filter((note) => note !== null);
  return {
    at: now,
    placedAt: placedAtOf(order),
    platform: order.platform,
    status: factOf(facts, 'status') ?? 'unpaid',
    isPaid: isPaid(lifecycleOfPooled(order)),
    amountFen: factOf(facts, 'amountFen'),
    paidFen: factOf(facts, 'paidFen'),
    paymentMethod: factOf(facts, 'paymentMethod'),
    holds: factOf(facts, 'holds') ?? [],
    note: notes.length === 0 ? null : notes.filter((note) => note !== '').join('\n'),
    address: assessment?.address ?? { state: 'missing' },
    phone: assessment?.phone ?? { state: 'missing' },
    isMainland: province === '' ? null : isMainland(province),
    lines: (factOf(facts, 'lines') ?? []).map((line) => ({
      sku: line.sku,
      unitPriceFen: line.unitPriceFen,
      ...priceInForce(features.prices.get(skuKey(order.shopId, line.sku))),
    })),
    sameIpTimes: ip === null ? null : (features.sameIp.get(ip) ?? []).map((entry) => entry.at),
  };
}
