import * as z from 'zod';
import type { Part } from '@/domain/stock/explode';
import type { Context, UserActor } from '../context';
import { skuField } from './sku-field';

export const listMappingsInput = z.strictObject({
  shopId: z.string().min(1).max(64),
  after: skuField.optional(),
  limit: z.number().int().min(1).max(200).default(100),
});

export interface MappingRow {
  readonly platformSku: string;
  readonly parts: readonly Part[];
}

/** What the articles of a shop are made of, in the order of the platform's SKUs, a page at a time. */
export function listMappings(
  ctx: Context<UserActor>,
  { shopId, after, limit }: z.infer<typeof listMappingsInput>,
): Promise<MappingRow[]> {
  return ctx.db.query<MappingRow>(
    `select platform_sku as "platformSku", jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity) order by sku) as parts
     from sku_map where shop_id = $1 and ($2::text is null or platform_sku > $2)
     group by platform_sku order by platform_sku limit $3`,
    [shopId, after ?? null, limit],
  );
}
