import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { announceShop } from '../shops/announce-shop';
import type { MergeMode } from './waiting';

const shopIdField = z.string().min(1).max(64);
export const policyInput = z.strictObject({ shopId: shopIdField });
export const setPolicyInput = z.strictObject({
  shopId: shopIdField,
  mode: z.enum(['off', 'suggest', 'automatic']),
  /** How long released orders wait for others of their buyer; 0: they leave at once. */
  waitMinutes: z.number().int().min(0).max(240),
  /** As it was when the form was opened. */
  before: z.strictObject({ mode: z.enum(['off', 'suggest', 'automatic']), waitMinutes: z.number().int() }),
});

export interface MergePolicy {
  readonly mode: MergeMode;
  readonly waitMinutes: number;
  /** Without one nothing waits, and nothing can be merged. */
  readonly hasWarehouse: boolean;
}

/** How a shop's orders are merged. Throws notFound. */
export async function mergePolicy(
  ctx: Context<UserActor>,
  { shopId }: z.infer<typeof policyInput>,
): Promise<MergePolicy> {
  const [policy] = await ctx.db.query<MergePolicy>(
    `select merge_mode as mode, merge_wait_minutes as "waitMinutes", exists (select from link_shops l
       where l.shop_id = s.id and l.kind = 'qimen') as "hasWarehouse" from shops s where id = $1`,
    [shopId],
  );
  if (!policy) throw notFound('shop');
  return policy;
}

/**
 * Says how a shop's orders are merged, from now on; once nothing waits any more, what waits leaves. Throws notFound, and
 * conflict when somebody else changed it meanwhile.
 */
export async function setMergePolicy(
  ctx: Context<UserActor>,
  { shopId, mode, waitMinutes, before }: z.infer<typeof setPolicyInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const [shop] = await tx.query<z.infer<typeof setPolicyInput>['before']>(
      'select merge_mode as mode, merge_wait_minutes as "waitMinutes" from shops where id = $1 for no key update',
      [shopId],
    );
    if (!shop) throw notFound('shop');
    if (shop.mode !== before.mode || shop.waitMinutes !== before.waitMinutes)
      throw conflict('it was changed meanwhile', { why: 'changed' });
    await tx.query('update shops set merge_mode = $2, merge_wait_minutes = $3 where id = $1', [
      shopId,
      mode,
      waitMinutes,
    ]);
    if (mode === 'off' || waitMinutes === 0)
      await tx.query(
        `update warehouse_orders w set leaves_at = now() from orders o
         where o.id = w.order_id and o.shop_id = $1 and w.state = 'waiting'`,
        [shopId],
      );
    await audit(tx, ctx.actor, 'merges.setPolicy', shopId, { from: shop, to: { mode, waitMinutes } });
    await announceShop(tx, shopId);
  });
  ctx.wakeFeed();
}
