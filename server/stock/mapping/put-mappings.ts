import type { Sql } from '@/db/client';
import type { Part } from '@/domain/stock/explode';
import { announceMoved } from '../ledger-rows';

/** What an article of a shop is made of, and the platform's own numbers of it; '' keeps those that are known. */
export interface Mapping {
  readonly platformSku: string;
  readonly parts: readonly Part[];
  readonly productNo: string;
  readonly skuNo: string;
}

/** The platform's numbers of these articles, out of orders that name them. */
const LEARN = `update stock_articles a set product_no = l.line->'article'->>'productNo', sku_no = l.line->'article'->>'skuNo'
  from unnest($2::text[]) k (sku) cross join lateral (
    select line from orders o, jsonb_path_query(o.facts, '$.lines.value[*]') line
    where o.shop_id = $1 and o.skus @> array[k.sku] and line->>'sku' = k.sku and line->'article' is not null
    limit 1) l
  where a.shop_id = $1 and a.platform_sku = k.sku and a.product_no = ''`;

/**
 * Replaces what these articles of a shop are made of, and keeps stock for the shop from now on; an article of nothing is no
 * longer mapped. SKUs that are new begin uncounted. The shop is locked by the caller.
 */
export async function putMappings(tx: Sql, shopId: string, mappings: readonly Mapping[]): Promise<void> {
  const articles = mappings.map(({ platformSku }) => platformSku);
  const kept = mappings.filter(({ parts }) => parts.length > 0);
  const keptSkus = kept.map(({ platformSku }) => platformSku);
  const rows = kept.flatMap(({ platformSku, parts }) => parts.map((part) => ({ platformSku, ...part })));
  const skus = [...new Set(rows.map(({ sku }) => sku))].sort();
  await tx.query('insert into stock_shops (shop_id) values ($1) on conflict do nothing', [shopId]);
  await tx.query('insert into stock_items (sku) select unnest($1::text[]) on conflict do nothing', [skus]);
  await tx.query('delete from sku_map where shop_id = $1 and platform_sku = any($2::text[])', [shopId, articles]);
  await tx.query(
    `insert into sku_map (shop_id, platform_sku, sku, quantity)
     select $1, "platformSku", sku, quantity from jsonb_to_recordset($2::jsonb) r ("platformSku" text, sku text, quantity int)`,
    [shopId, JSON.stringify(rows)],
  );
  await tx.query('delete from stock_articles where shop_id = $1 and platform_sku = any($2::text[])', [
    shopId,
    articles.filter((article) => !keptSkus.includes(article)),
  ]);
  await tx.query(
    `insert into stock_articles as a (shop_id, platform_sku, product_no, sku_no, due_at)
     select $1, "platformSku", "productNo", "skuNo", case when s.is_writing then now() end
     from jsonb_to_recordset($2::jsonb) r ("platformSku" text, "productNo" text, "skuNo" text)
     cross join (select is_writing from stock_shops where shop_id = $1) s order by 2
     on conflict (shop_id, platform_sku) do update set shown = null, told = a.told + 1, due_at = excluded.due_at, dead_at = null,
       attempts = 0, last_error = null, product_no = coalesce(nullif(excluded.product_no, ''), a.product_no),
       sku_no = coalesce(nullif(excluded.sku_no, ''), a.sku_no)`,
    [shopId, JSON.stringify(kept)],
  );
  await tx.query(LEARN, [shopId, keptSkus]);
  await announceMoved(tx, skus.length > 0 ? skus : articles);
}
