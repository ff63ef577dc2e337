import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { invalid, notFound } from '../errors';
import { announceMoved } from './ledger-rows';
import { skuField } from './sku-field';

export const setMappingInput = z.strictObject({
  shopId: z.string().min(1).max(64),
  platformSku: skuField,
  /** What one of it is made of: one part, or several in a bundle; none: its orders hold nothing. */
  parts: z.array(z.strictObject({ sku: skuField, quantity: z.number().int().min(1).max(1_000) })).max(20),
});

/**
 * Says what an article of a platform is made of, and keeps stock for the shop from now on. SKUs that are new begin with no
 * pieces. Orders are brought in line as something is next said of them. Throws notFound for a shop that is not there.
 */
export async function setMapping(
  ctx: Context<UserActor>,
  { shopId, platformSku, parts }: z.infer<typeof setMappingInput>,
): Promise<void> {
  if (new Set(parts.map(({ sku }) => sku)).size < parts.length) throw invalid('a SKU is named twice', { why: 'twice' });
  const skus = parts.map(({ sku }) => sku).sort();
  await ctx.db.tx(async (tx) => {
    const shops = await tx.query('select 1 from shops where id = $1 for no key update', [shopId]);
    if (shops.length === 0) throw notFound('shop');
    await tx.query('insert into stock_shops (shop_id) values ($1) on conflict do nothing', [shopId]);
    await tx.query('insert into stock_items (sku) select unnest($1::text[]) on conflict do nothing', [skus]);
    await tx.query('delete from sku_map where shop_id = $1 and platform_sku = $2', [shopId, platformSku]);
    await tx.query(
      `insert into sku_map (shop_id, platform_sku, sku, quantity)
       select $1, $2, sku, quantity from jsonb_to_recordset($3::jsonb) r (sku text, quantity int)`,
      [shopId, platformSku, JSON.stringify(parts)],
    );
    await audit(tx, ctx.actor, 'stock.setMapping', shopId, { platformSku, parts });
    await announceMoved(tx, skus);
  });
  ctx.wakeFeed();
}
