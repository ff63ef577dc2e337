import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { isPaid } from '@/domain/order/lifecycle';
import { factOf } from '@/domain/order/merge-events';
import type { Windows } from '@/domain/triage/compile';
import { type PricePoint, priceMoveOf } from '@/domain/triage/price-move';
import { withBatch } from './join-batch';
import { lifecycleOfPooled, type PooledOrder, placedAtOf } from './pooled-order';
import { addPricePoints } from './price-points';
import {
  type AddressNeighbour,
  accountOf,
  type BuyerOrder,
  buyerKeyOf,
  type Features,
  ipOf,
  type Neighbour,
  type SkuPrice,
  skuKey,
} from './surroundings';

/** Of one IP, address or buyer no more than its latest orders are looked at. */
const NEIGHBOURS_AT_MOST = 200;
const BUYER_ORDERS_AT_MOST = 50;

interface Row {
  readonly now: Instant;
  readonly prices: SkuPrice[];
  readonly same_ip: Neighbour[];
  readonly same_address: AddressNeighbour[];
  readonly buyers: BuyerOrder[];
  readonly price_points: { readonly shop_id: string; readonly points: PricePoint[] }[];
  readonly ship_from: { readonly id: string; readonly code: string }[];
}

const aggregated = (columns: string): string => `coalesce(jsonb_agg(jsonb_build_object(${columns})), '[]')`;
const MS = (column: string): string => `extract(epoch from ${column}) * 1000`;

const FEATURES = `select clock_timestamp() as now,
  (select ${aggregated(`'shop_id', p.shop_id, 'sku', p.sku, 'list_fen', p.list_fen,
      'campaign_fen', case when now() between coalesce(p.campaign_from, '-infinity')
        and coalesce(p.campaign_until, 'infinity') then p.campaign_fen end, 'recent_fen', p.recent_fen`)}
    from (select distinct * from unnest($1::text[], $2::text[]) u (shop_id, sku)) k
    join sku_prices p using (shop_id, sku)) as prices,
  (select ${aggregated(`'key', k.ip, 'shop_id', o.shop_id, 'order_no', o.order_no, 'at', ${MS('o.placed_at')}`)}
    from (select ip, min(at) lo, max(at) hi from unnest($3::text[], $4::float8[]) u (ip, at) group by ip) k
    cross join lateral (select shop_id, order_no, placed_at from orders
      where buyer_ip = k.ip and placed_at between at_ms(k.lo - $5) and at_ms(k.hi + $5)
      order by placed_at desc limit ${NEIGHBOURS_AT_MOST}) o) as same_ip,
  (select ${aggregated(`'key', k.address, 'shop_id', o.shop_id, 'order_no', o.order_no, 'at', ${MS('o.placed_at')},
      'buyer_id', o.buyer_id, 'recipient_key', o.recipient_key`)}
    from (select address, min(at) lo, max(at) hi from unnest($6::text[], $7::float8[]) u (address, at)
      group by address) k
    cross join lateral (select shop_id, order_no, placed_at, buyer_id, recipient_key from orders
      where address_key = k.address and placed_at between at_ms(k.lo - $8) and at_ms(k.hi + $8)
      order by placed_at desc limit ${NEIGHBOURS_AT_MOST}) o) as same_address,
  (select ${aggregated(`'key', k.shop || E'\\n' || k.buyer, 'shop_id', o.shop_id, 'order_no', o.order_no,
      'at', ${MS('o.placed_at')}, 'is_paid', o.paid_at is not null,
      'returned_at', case when o.refund_fen > 0 then (o.facts->'refundFen'->>'at')::float8 end`)}
    from (select shop, buyer, max(at) hi from unnest($9::text[], $10::text[], $11::float8[]) u (shop, buyer, at)
      group by shop, buyer) k
    cross join lateral (select shop_id, order_no, placed_at, paid_at, refund_fen, facts from orders
      where buyer_id = k.buyer and shop_id = k.shop and placed_at <= at_ms(k.hi)
      order by placed_at desc limit ${BUYER_ORDERS_AT_MOST}) o) as buyers,
  (select ${aggregated(`'shop_id', shop_id, 'points', points`)} from shop_price_points
    where shop_id = any($12::text[])) as price_points,
  (select ${aggregated(`'id', id, 'code', ship_from`)} from shops where ship_from is not null) as ship_from`;

function paramsOf(orders: readonly PooledOrder[], windows: Windows): unknown[] {
  const lines = orders.flatMap((order) =>
    (factOf(order.facts, 'lines') ?? []).map((line) => [order.shopId, line.sku] as const),
  );
  const keyed = (keyOf: (order: PooledOrder) => string | null) =>
    orders.flatMap((order) => {
      const key = keyOf(order);
      return key === null ? [] : [{ key, shop: order.shopId, at: placedAtOf(order) }];
    });
  const ips = windows.sameIpMs > 0 ? keyed(ipOf) : [];
  const addresses = windows.sameAddressMs > 0 ? keyed((order) => order.keys.addressKey) : [];
  const buyers = windows.buyerHistoryMs > 0 ? keyed(accountOf) : [];
  return [
    lines.map(([shopId]) => shopId),
    lines.map(([, sku]) => sku),
    ips.map(({ key }) => key),
    ips.map(({ at }) => at),
    windows.sameIpMs,
    addresses.map(({ key }) => key),
    addresses.map(({ at }) => at),
    windows.sameAddressMs,
    buyers.map(({ shop }) => shop),
    buyers.map(({ key }) => key),
    buyers.map(({ at }) => at),
    [...new Set(orders.map((order) => order.shopId))],
  ];
}

/**
 * The batch's one feature query. Orders of the batch are joined in afterwards from memory, so that orders of one batch see
 * each other; `windows` says how far any rule looks, `at` when a replayed batch is to happen.
 */
export async function loadFeatures(
  tx: Sql,
  orders: readonly PooledOrder[],
  windows: Windows,
  at: Instant | undefined,
): Promise<Features> {
  const [row] = await tx.query<Row>(FEATURES, paramsOf(orders, windows));
  if (!row) throw new Error('the database did not answer what it knows around a batch');
  const prices = new Map(row.prices.map((price) => [skuKey(price.shop_id, price.sku), price]));
  const now = at ?? row.now;
  const stored = new Map(row.price_points.map((known) => [known.shop_id, known.points]));
  const pricePoints = addPricePoints(stored, orders, prices, now);
  return {
    now,
    prices,
    sameIp: withBatch(row.same_ip, orders, ipOf, () => ({})),
    sameAddress: withBatch(
      row.same_address,
      orders,
      (order) => order.keys.addressKey,
      (order) => ({ buyer_id: accountOf(order), recipient_key: order.keys.recipientKey }),
    ),
    buyers: withBatch(row.buyers, orders, buyerKeyOf, (order) => ({
      is_paid: isPaid(lifecycleOfPooled(order)),
      returned_at: (factOf(order.facts, 'refundFen') ?? 0) > 0 ? (order.facts.refundFen?.at ?? null) : null,
    })),
    pricePoints,
    priceMoves: movesOf(pricePoints, now),
    shipFrom: new Map(row.ship_from.map(({ id, code }) => [id, code])),
  };
}

function movesOf(points: ReadonlyMap<string, readonly PricePoint[]>, now: Instant): Map<string, number> {
  const moves = [...points].map(([shopId, ofShop]) => [shopId, priceMoveOf(ofShop, now)] as const);
  return new Map(moves.flatMap(([shopId, moveBp]) => (moveBp === null ? [] : [[shopId, moveBp] as const])));
}
