import type { Instant } from '@/domain/clocks/instant';
import { factOf } from '@/domain/order/merge-events';
import type { PricePoint } from '@/domain/triage/price-move';
import type { PooledOrder } from './pooled-order';

export interface SkuPrice {
  readonly shop_id: string;
  readonly sku: string;
  readonly list_fen: number | null;
  readonly campaign_fen: number | null;
  readonly recent_fen: readonly number[];
}

/** Another order, or this one, with the key it was found by. */
export interface Neighbour {
  readonly key: string;
  readonly shop_id: string;
  readonly order_no: string;
  readonly at: Instant;
}
export interface AddressNeighbour extends Neighbour {
  readonly buyer_id: string | null;
  readonly recipient_key: string | null;
}
export interface BuyerOrder extends Neighbour {
  readonly is_paid: boolean;
  /** When a refund was reported; null = none was. */
  readonly returned_at: Instant | null;
}

/** What the database knows around a batch, with the batch's own orders among it. */
export interface Features {
  /**
   * When the batch happens: the moment given, or the database's clock once the batch holds its orders: later than anything
   * that was done to them before.
   */
  readonly now: Instant;
  readonly prices: ReadonlyMap<string, SkuPrice>;
  readonly sameIp: ReadonlyMap<string, readonly Neighbour[]>;
  readonly sameAddress: ReadonlyMap<string, readonly AddressNeighbour[]>;
  readonly buyers: ReadonlyMap<string, readonly BuyerOrder[]>;
  /** Sales of each shop far from the price in force, the batch's included. */
  readonly pricePoints: ReadonlyMap<string, readonly PricePoint[]>;
  /** Level to which the prices of a shop have moved as a whole, in bp; shops whose prices stand are left out. */
  readonly priceMoves: ReadonlyMap<string, number>;
  /** Area code each shop ships from. */
  readonly shipFrom: ReadonlyMap<string, string>;
}

export const ipOf = (order: PooledOrder): string | null => factOf(order.facts, 'buyerIp') || null;
export const accountOf = (order: PooledOrder): string | null => factOf(order.facts, 'buyerId') || null;
/** A buyer is known by the id of their shop: two shops may give the same id to different people. */
export const buyerKeyOf = (order: PooledOrder): string | null => {
  const account = accountOf(order);
  return account === null ? null : `${order.shopId}\n${account}`;
};
export const skuKey = (shopId: string, sku: string): string => `${shopId}\n${sku}`;
