import * as z from 'zod';
import type { Context, UserActor } from '../../context';
import { shopIdField } from '../sku-field';

export const seenArticlesInput = z.strictObject({ shopId: shopIdField });

const AT_MOST = 200;
/** More orders than this are told as so many. */
const ORDERS_MAX = 1_000;

export interface SeenArticle {
  readonly platformSku: string;
  readonly title: string;
  /** Orders that name it, counted up to 1,000. */
  readonly orders: number;
}

export interface SeenArticles {
  readonly rows: readonly SeenArticle[];
  /** Of all that orders of the shop name and that are mapped to nothing. */
  readonly total: number;
}

/** Articles that orders of a shop name and that are mapped to nothing: what is sold of them is not held. Those sold most come first. */
export async function seenArticles(
  ctx: Context<UserActor>,
  { shopId }: z.infer<typeof seenArticlesInput>,
): Promise<SeenArticles> {
  const rows = await ctx.db.query<SeenArticle & { total: number }>(
    `with unmapped as (select p.sku, cardinality(p.recent_fen) as seen, count(*) over ()::int as total
       from sku_prices p where p.shop_id = $1 and p.sku <> ''
         and not exists (select from sku_map m where m.shop_id = p.shop_id and m.platform_sku = p.sku)
       order by 2 desc, 1 limit ${AT_MOST})
     select u.sku as "platformSku", coalesce(o.title, '') as title, o.n as orders, u.total
     from unmapped u cross join lateral (
       select count(*)::int as n, (array_agg(f.title))[1] as title from (
         select jsonb_path_query_first(facts, '$.lines.value[*] ? (@.sku == $sku).title', jsonb_build_object('sku', u.sku)) #>> '{}' as title
         from orders where shop_id = $1 and skus @> array[u.sku] limit ${ORDERS_MAX}) f) o
     order by o.n desc, u.sku`,
    [shopId],
  );
  return {
    rows: rows.filter(({ orders }) => orders > 0).map(({ total: _total, ...row }) => row),
    total: rows[0]?.total ?? 0,
  };
}
