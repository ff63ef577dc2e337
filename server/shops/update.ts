import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict } from '../errors';
import { announceShop } from './announce-shop';
import { assertShopFits, type LockedShop, lockShop, shipFromCode, shopFields, shopIdField } from './shop-fields';

export const updateShopInput = z.strictObject({
  shopId: shopIdField,
  /** As it was when the form was opened: a change made meanwhile is not overwritten. */
  version: z.number().int().positive(),
  ...shopFields,
  isActive: z.boolean(),
});
export type UpdateShopInput = z.infer<typeof updateShopInput>;

/** Orders keep the platform they came from, and stored messages wait for the channel they came by. */
async function assertChangeable(tx: Sql, before: LockedShop, input: UpdateShopInput): Promise<void> {
  if (before.platform !== input.platform) {
    const orders = await tx.query('select 1 from orders where shop_id = $1 limit 1', [input.shopId]);
    if (orders.length > 0) throw conflict('this shop has orders', { field: 'platform', why: 'has-orders' });
  }
  if (before.channel !== input.channel) {
    const waiting = await tx.query('select 1 from inbox_keys where shop_id = $1 and state in (0, 5, 6) limit 1', [
      input.shopId,
    ]);
    if (waiting.length > 0) throw conflict('messages wait to be read', { field: 'channel', why: 'messages-wait' });
  }
}

/**
 * Changes a shop. Another group counts for orders that come from now on. Throws notFound, invalid, and conflict when the
 * shop changed meanwhile or has something that another platform or channel could not explain.
 */
export async function updateShop(ctx: Context<UserActor>, input: UpdateShopInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const before = await lockShop(tx, input.shopId);
    if (before.version !== input.version) throw conflict('this shop was changed meanwhile', { why: 'changed' });
    await assertShopFits(tx, input, before);
    await assertChangeable(tx, before, input);
    const { shopId, name, platform, channel, groupId, isActive } = input;
    const shipFrom = input.shipFrom === undefined ? before.shipFrom : shipFromCode(input.shipFrom);
    await tx.query(
      `update shops set name = $2, platform = $3, channel = $4, group_id = $5, is_active = $6, ship_from = $7,
         version = version + 1
       where id = $1`,
      [shopId, name, platform, channel, groupId, isActive, shipFrom],
    );
    const { version: _version, ...from } = before;
    const to = { name, platform, channel, groupId, isActive, shipFrom };
    await audit(tx, ctx.actor, 'shops.update', shopId, { from, to });
    await announceShop(tx, shopId);
  });
  ctx.wakeFeed();
}
