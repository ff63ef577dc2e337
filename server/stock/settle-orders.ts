import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { linesToShip } from '@/domain/order/lines-to-ship';
import { factOf } from '@/domain/order/merge-events';
import type { OrderLine } from '@/domain/order/order';
import { explode, type Part } from '@/domain/stock/explode';
import { stockWishOf } from '@/domain/stock/stock-wish';
import type { PooledOrder } from '../pipeline/pooled-order';
import { locksOf } from './ledger-rows';
import { type OrderClaim, type Shortage, settleClaims } from './settle-claims';
import type { TakenArticle } from './writing/note-articles';

async function mapsOf(tx: Sql, orders: readonly PooledOrder[]): Promise<Map<string, Map<string, Part[]>>> {
  const articles = orders.flatMap(({ shopId, facts }) =>
    (factOf(facts, 'lines') ?? []).map(({ sku }) => ({ shopId, sku })),
  );
  const rows = await tx.query<Part & { shopId: string; article: string }>(
    `select m.shop_id as "shopId", m.platform_sku as article, m.sku, m.quantity
     from (select distinct * from unnest($1::text[], $2::text[]) u (shop_id, platform_sku)) k
     join sku_map m using (shop_id, platform_sku)`,
    [articles.map(({ shopId }) => shopId), articles.map(({ sku }) => sku)],
  );
  const maps = new Map<string, Map<string, Part[]>>();
  for (const { shopId, article, ...part } of rows) {
    const map = maps.get(shopId) ?? new Map<string, Part[]>();
    map.set(article, [...(map.get(article) ?? []), part]);
    maps.set(shopId, map);
  }
  return maps;
}

const articlesOf = (shopId: string, lines: readonly OrderLine[], map: ReadonlyMap<string, unknown>): TakenArticle[] =>
  lines.flatMap(({ sku, quantity, article }) =>
    map.has(sku)
      ? [
          {
            shopId,
            platformSku: sku,
            taken: quantity,
            productNo: article?.productNo ?? '',
            skuNo: article?.skuNo ?? '',
          },
        ]
      : [],
  );

/**
 * Lets the stored orders of a batch hold, free or ship their pieces. Of shops that keep no stock nothing is read or written
 * beyond the question whether they do. Returns the orders that begin to wait for pieces.
 */
export async function settleOrders(tx: Sql, orders: readonly PooledOrder[]): Promise<readonly Shortage[]> {
  if (orders.length === 0) return [];
  const shopIds = [...new Set(orders.map(({ shopId }) => shopId))];
  const keeping = await tx.query<{ shopId: string; since: Instant }>(
    'select shop_id as "shopId", since from stock_shops where shop_id = any($1::text[])',
    [shopIds],
  );
  if (keeping.length === 0) return [];
  const since = new Map(keeping.map((shop) => [shop.shopId, shop.since]));
  const concerned = orders.filter(({ shopId, isHistory }) => since.has(shopId) && !isHistory);
  if (concerned.length === 0) return [];
  const maps = await mapsOf(tx, concerned);
  const locks = await locksOf(
    tx,
    concerned.flatMap(({ id }) => id ?? []),
  );
  const claims = concerned.flatMap(({ id, shopId, facts }): OrderClaim[] => {
    const wish = stockWishOf(facts);
    if (id === null || wish === null) return [];
    const paidAt = factOf(facts, 'paidAt') ?? factOf(facts, 'createdAt');
    const lines = factOf(facts, 'lines') ?? [];
    const map = maps.get(shopId) ?? new Map<string, Part[]>();
    const pieces = explode(linesToShip(lines), map);
    const articles = articlesOf(shopId, lines, map);
    const isCounted = paidAt !== null && paidAt >= (since.get(shopId) ?? Number.POSITIVE_INFINITY);
    return [{ orderId: id, wish, pieces, locks: locks.get(id) ?? [], isCounted, articles }];
  });
  return settleClaims(tx, claims);
}
