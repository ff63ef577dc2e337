import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { announceShop } from './announce-shop';
import { lockShop, shopIdField } from './shop-fields';

export const retireSecretInput = z.strictObject({
  shopId: shopIdField,
  secretId: z.string().regex(/^\d{1,18}$/),
  /** Said by a person who knows that the shop's pushes will be refused. */
  isLastConfirmed: z.boolean(),
});
export type RetireSecretInput = z.infer<typeof retireSecretInput>;

/**
 * Takes a signing secret out of use and destroys it; pushes signed with it are refused within a second. The last one
 * of an active shop goes only when that is confirmed. Throws notFound, and conflict for the last one unconfirmed.
 */
export async function retireSecret(ctx: Context<UserActor>, input: RetireSecretInput): Promise<void> {
  const { shopId, secretId } = input;
  await ctx.db.tx(async (tx) => {
    const shop = await lockShop(tx, shopId);
    const live = await tx.query<{ id: string }>(
      'select id::text from shop_secrets where shop_id = $1 and retired_at is null',
      [shopId],
    );
    if (!live.some(({ id }) => id === secretId)) throw notFound('secret');
    if (live.length === 1 && shop.isActive && !input.isLastConfirmed)
      throw conflict('this is the last secret of an active shop', { why: 'last-secret' });
    await tx.query('update shop_secrets set sealed = null, retired_at = now() where id = $1', [secretId]);
    await audit(tx, ctx.actor, 'shops.retireSecret', shopId, { secretId, wasLast: live.length === 1 });
    await announceShop(tx, shopId);
  });
  ctx.wakeFeed();
}
