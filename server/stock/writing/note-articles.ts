import type { Sql } from '@/db/client';

/** An article of which an order has begun to take some out of what its platform offers, or has given some back. */
export interface TakenArticle {
  readonly shopId: string;
  readonly platformSku: string;
  /** Below zero: given back. */
  readonly taken: number;
  /** The platform's own numbers of it, where the order tells them. */
  readonly productNo: string;
  readonly skuNo: string;
}

/**
 * Notes that platforms may have to be told: articles made of SKUs that moved, and what buyers took by themselves. After the
 * movements, in their transaction; articles are locked in key order.
 */
export async function noteArticles(
  tx: Sql,
  skus: Iterable<string>,
  taken: readonly TakenArticle[] = [],
): Promise<void> {
  const moved = [...new Set(skus)];
  if (moved.length === 0 && taken.length === 0) return;
  await tx.query(
    `with taken as (select "shopId", "platformSku", sum(taken)::int as n, max("productNo") as product, max("skuNo") as sku
         from jsonb_to_recordset($2::jsonb)
           t ("shopId" text, "platformSku" text, taken int, "productNo" text, "skuNo" text) group by 1, 2),
       concerned as (select shop_id, platform_sku from sku_map where sku = any($1::text[])
         union select "shopId", "platformSku" from taken),
       own as (select a.shop_id, a.platform_sku, s.is_writing from concerned join stock_articles a using (shop_id, platform_sku)
         join stock_shops s using (shop_id)
         where s.is_writing or a.product_no = '' order by 1, 2 for no key update of a)
     update stock_articles a set shown = a.shown - coalesce(t.n, 0),
       product_no = case when a.product_no = '' then coalesce(t.product, '') else a.product_no end,
       sku_no = case when a.product_no = '' then coalesce(t.sku, '') else a.sku_no end,
       told = a.told + 1, due_at = case when o.is_writing then coalesce(a.due_at, now()) end,
       dead_at = case when a.dead_at is not null and o.is_writing then null else a.dead_at end
     from own o left join taken t on t."shopId" = o.shop_id and t."platformSku" = o.platform_sku
     where a.shop_id = o.shop_id and a.platform_sku = o.platform_sku`,
    [moved, JSON.stringify(taken)],
  );
}
