import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../../audit';
import type { Context, UserActor } from '../../context';
import { lockShop } from '../lock-shop';
import { numberField, partsField, shopIdField, skuField } from '../sku-field';
import { type Mapping, putMappings } from './put-mappings';

const AT_MOST = 500;

export const importMappingsInput = z.strictObject({
  shopId: shopIdField,
  mappings: z
    .array(
      z.strictObject({
        platformSku: skuField,
        parts: partsField.refine((parts) => new Set(parts.map(({ sku }) => sku)).size === parts.length),
        productNo: numberField.default(''),
        skuNo: numberField.default(''),
      }),
    )
    .min(1)
    .max(AT_MOST)
    .refine((all) => new Set(all.map(({ platformSku }) => platformSku)).size === all.length),
  /** Says what would change, and changes nothing. */
  isDryRun: z.boolean(),
});

export interface ImportedMappings {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** Of nothing any more. */
  readonly removed: readonly string[];
  readonly same: number;
  /** SKUs of the house that are named for the first time. */
  readonly newSkus: readonly string[];
}

const textOf = (parts: Mapping['parts']): string =>
  [...parts]
    .sort((a, b) => (a.sku < b.sku ? -1 : 1))
    .map(({ sku, quantity }) => `${sku}×${quantity}`)
    .join('\n');

async function compare(tx: Sql, shopId: string, mappings: readonly Mapping[]) {
  const articles = mappings.map(({ platformSku }) => platformSku);
  const known = await tx.query<Mapping>(
    `select a.platform_sku as "platformSku", a.product_no as "productNo", a.sku_no as "skuNo",
       jsonb_agg(jsonb_build_object('sku', m.sku, 'quantity', m.quantity)) as parts
     from stock_articles a join sku_map m using (shop_id, platform_sku)
     where a.shop_id = $1 and a.platform_sku = any($2::text[]) group by a.shop_id, a.platform_sku`,
    [shopId, articles],
  );
  const before = new Map(known.map((one) => [one.platformSku, one]));
  const isSame = (one: Mapping): boolean => {
    const old = before.get(one.platformSku);
    const isKept = (given: string, has: string | undefined) => given === '' || given === has;
    return (
      textOf(old?.parts ?? []) === textOf(one.parts) &&
      isKept(one.productNo, old?.productNo ?? '') &&
      isKept(one.skuNo, old?.skuNo ?? '')
    );
  };
  const skus = [...new Set(mappings.flatMap(({ parts }) => parts.map(({ sku }) => sku)))];
  const newSkus = await tx.query<{ sku: string }>(
    'select sku from unnest($1::text[]) u (sku) where not exists (select from stock_items i where i.sku = u.sku)',
    [skus],
  );
  return { before, news: mappings.filter((one) => !isSame(one)), newSkus: newSkus.map(({ sku }) => sku) };
}

/**
 * Takes a list of what the articles of a shop are made of; others of the shop stay as they are. A list that is taken again
 * changes nothing. Throws notFound for a shop that is not there.
 */
export async function importMappings(
  ctx: Context<UserActor>,
  { shopId, mappings, isDryRun }: z.infer<typeof importMappingsInput>,
): Promise<ImportedMappings> {
  const imported = await ctx.db.tx(async (tx): Promise<ImportedMappings> => {
    await lockShop(tx, shopId);
    const { before, news, newSkus } = await compare(tx, shopId, mappings);
    const names = (rows: readonly Mapping[]) => rows.map(({ platformSku }) => platformSku);
    const result = {
      added: names(news.filter(({ platformSku }) => !before.has(platformSku))),
      changed: names(news.filter(({ platformSku, parts }) => before.has(platformSku) && parts.length > 0)),
      removed: names(news.filter(({ platformSku, parts }) => before.has(platformSku) && parts.length === 0)),
      same: mappings.length - news.length,
      newSkus,
    };
    if (!isDryRun && news.length > 0) {
      await putMappings(tx, shopId, news);
      const { added, changed, removed } = result;
      const counts = { added: added.length, changed: changed.length, removed: removed.length };
      await audit(tx, ctx.actor, 'stock.importMappings', shopId, { ...counts, mappings: news });
    }
    return result;
  });
  if (!isDryRun) ctx.wakeFeed();
  return imported;
}
