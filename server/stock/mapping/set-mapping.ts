import * as z from 'zod';
import { audit } from '../../audit';
import type { Context, UserActor } from '../../context';
import { invalid } from '../../errors';
import { lockShop } from '../lock-shop';
import { numberField, partsField, shopIdField, skuField } from '../sku-field';
import { putMappings } from './put-mappings';

export const setMappingInput = z.strictObject({
  shopId: shopIdField,
  platformSku: skuField,
  parts: partsField,
  productNo: numberField.default(''),
  skuNo: numberField.default(''),
});

/**
 * Says what an article of a platform is made of, and keeps stock for the shop from now on. SKUs that are new begin uncounted.
 * Orders are brought in line as something is next said of them. Throws notFound for a shop that is not there.
 */
export async function setMapping(
  ctx: Context<UserActor>,
  { shopId, ...mapping }: z.infer<typeof setMappingInput>,
): Promise<void> {
  const { parts, platformSku } = mapping;
  if (new Set(parts.map(({ sku }) => sku)).size < parts.length) throw invalid('a SKU is named twice', { why: 'twice' });
  await ctx.db.tx(async (tx) => {
    await lockShop(tx, shopId);
    await putMappings(tx, shopId, [mapping]);
    await audit(tx, ctx.actor, 'stock.setMapping', shopId, { platformSku, parts });
  });
  ctx.wakeFeed();
}
