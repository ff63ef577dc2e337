import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { Part } from '@/domain/stock/explode';
import type { Context, UserActor } from '../../context';
import { shopIdField, skuField } from '../sku-field';

export const listMappingsInput = z.strictObject({
  shopId: shopIdField,
  /** Articles or SKUs that contain this. */
  text: z.string().trim().max(100).default(''),
  after: skuField.optional(),
  limit: z.number().int().min(1).max(200).default(100),
});

export interface MappingRow {
  readonly platformSku: string;
  readonly parts: readonly (Part & { readonly isCounted: boolean })[];
  readonly productNo: string;
  readonly skuNo: string;
  /** What the platform was last told to offer, and when it took that; null for never. */
  readonly sent: number | null;
  readonly sentAt: Instant | null;
  readonly isDue: boolean;
  readonly problem: string | null;
  /** Not told any more until something changes or a person asks for it. */
  readonly isGivenUp: boolean;
}

export interface MappingPage {
  readonly rows: readonly MappingRow[];
  readonly next: string | null;
}

/** What the articles of a shop are made of, in the order of the platform's SKUs, a page at a time. */
export async function listMappings(
  ctx: Context<UserActor>,
  { shopId, text, after, limit }: z.infer<typeof listMappingsInput>,
): Promise<MappingPage> {
  const rows = await ctx.db.query<MappingRow>(
    `select a.platform_sku as "platformSku", a.product_no as "productNo", a.sku_no as "skuNo", a.sent, a.sent_at as "sentAt",
       a.due_at is not null as "isDue", a.last_error as problem, a.dead_at is not null as "isGivenUp", m.parts
     from stock_articles a cross join lateral (
       select jsonb_agg(jsonb_build_object('sku', m.sku, 'quantity', m.quantity, 'isCounted', i.counted_at is not null)
           order by m.sku) as parts, string_agg(lower(m.sku), ' ') as skus
       from sku_map m join stock_items i using (sku) where m.shop_id = a.shop_id and m.platform_sku = a.platform_sku) m
     where a.shop_id = $1 and ($2::text is null or a.platform_sku > $2)
       and ($4 = '' or position(lower($4) in lower(a.platform_sku)) > 0 or position(lower($4) in m.skus) > 0)
     order by a.platform_sku limit $3`,
    [shopId, after ?? null, limit, text],
  );
  return { rows, next: rows.length === limit ? (rows.at(-1)?.platformSku ?? null) : null };
}
