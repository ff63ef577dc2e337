import * as z from 'zod';
import { writeTogether } from '@/db/writes';
import { freeOf, Ledger } from '@/domain/stock/ledger';
import { audit } from '../audit';
import { actorId, type Context, type UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { lockLevels, movementWrites } from './ledger-rows';
import { skuField } from './sku-field';

const PIECES_MAX = 1_000_000;

export const adjustStockInput = z.strictObject({
  sku: skuField,
  /** Pieces that came (or, below zero, left). */
  change: z
    .number()
    .int()
    .min(-PIECES_MAX)
    .max(PIECES_MAX)
    .refine((n) => n !== 0),
  reason: z.string().trim().min(2).max(200),
});

/**
 * Corrects how many pieces there are, with a reason. Throws notFound for a SKU that nothing is mapped to, and conflict where
 * fewer would be left than orders hold.
 */
export async function adjustStock(
  ctx: Context<UserActor>,
  { sku, change, reason }: z.infer<typeof adjustStockInput>,
): Promise<{ onHand: number; reserved: number }> {
  const level = await ctx.db.tx(async (tx) => {
    const levels = await lockLevels(tx, [sku]);
    const before = levels.get(sku);
    if (!before) throw notFound('sku');
    if (freeOf(before) + change < 0)
      throw conflict('orders hold these pieces', { why: 'held', onHand: before.onHand, reserved: before.reserved });
    if (before.onHand + change > 2_000_000_000) throw conflict('more than can be counted', { why: 'too-many' });
    const ledger = new Ledger(levels);
    ledger.change(sku, 'adjusted', change);
    const actor = actorId(ctx.actor);
    await writeTogether(
      tx,
      movementWrites(ledger.movements.map((made) => ({ ...made, orderId: null, actor, reason }))),
    );
    const after = ledger.level(sku);
    await audit(tx, ctx.actor, 'stock.adjust', sku, { change, reason, ...after });
    return after;
  });
  ctx.wakeFeed();
  return level;
}
