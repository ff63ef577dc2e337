import * as z from 'zod';
import { audit } from '../../audit';
import type { Context, UserActor } from '../../context';
import { notFound } from '../../errors';
import { announceMoved } from '../ledger-rows';
import { lockShop } from '../lock-shop';
import { shopIdField, skuField } from '../sku-field';

export const rewriteStockInput = z.strictObject({
  shopId: shopIdField,
  /** Only this article; else all of the shop. */
  platformSku: skuField.optional(),
});

/**
 * Tells the platform the whole numbers anew, also of articles that were given up. Returns of how many. Throws notFound for a
 * shop that is not there, or that tells its platform nothing.
 */
export async function rewriteStock(
  ctx: Context<UserActor>,
  { shopId, platformSku }: z.infer<typeof rewriteStockInput>,
): Promise<{ articles: number }> {
  const articles = await ctx.db.tx(async (tx) => {
    await lockShop(tx, shopId);
    const rows = await tx.query(
      `update stock_articles a set shown = null, told = told + 1, attempts = 0, dead_at = null, due_at = now()
       from (select a.platform_sku from stock_articles a join stock_shops s using (shop_id)
         where a.shop_id = $1 and s.is_writing and ($2::text is null or a.platform_sku = $2)
         order by 1 for no key update of a) o
       where a.shop_id = $1 and a.platform_sku = o.platform_sku returning 1`,
      [shopId, platformSku ?? null],
    );
    if (rows.length === 0) throw notFound('article');
    await audit(tx, ctx.actor, 'stock.rewrite', shopId, { platformSku: platformSku ?? null, articles: rows.length });
    await announceMoved(tx, [shopId]);
    return rows.length;
  });
  ctx.wakeFeed();
  return { articles };
}
