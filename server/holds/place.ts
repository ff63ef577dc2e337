import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { announceHold } from './announce-hold';

export const placeHoldInput = z.strictObject({
  /** null: every shop. */
  shopId: z.string().min(1).max(64).nullable(),
  reason: z.string().trim().min(2).max(200),
});

/**
 * Holds a shop, or all: from now on its messages are acknowledged and stored and wait; a batch under way is finished. Throws
 * notFound, and conflict where it is held already.
 */
export async function placeHold(
  ctx: Context<UserActor>,
  { shopId, reason }: z.infer<typeof placeHoldInput>,
): Promise<{ holdId: string }> {
  const holdId = await ctx.db.tx(async (tx) => {
    if (shopId !== null && (await tx.query('select 1 from shops where id = $1', [shopId])).length === 0)
      throw notFound('shop');
    const [hold] = await tx.query<{ id: string }>(
      `insert into inbox_holds (shop_id, reason, placed_by) values ($1, $2, $3)
       on conflict ((coalesce(shop_id, ''))) where ended_at is null do nothing returning id::text`,
      [shopId, reason, ctx.actor.userId],
    );
    if (!hold) throw conflict('it is held already', { why: 'held' });
    await audit(tx, ctx.actor, 'holds.place', shopId ?? '*', { holdId: hold.id, reason });
    await announceHold(tx, hold.id);
    return hold.id;
  });
  ctx.wakeFeed();
  return { holdId };
}
