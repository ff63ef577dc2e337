import * as z from 'zod';
import type { Level } from '@/domain/stock/ledger';
import type { Context, UserActor } from '../context';
import { changeLevel, PIECES_MAX } from './change-level';
import { reasonField, skuField } from './sku-field';

export const countStockInput = z.strictObject({
  sku: skuField,
  /** What was found on the shelves, what orders hold included. */
  onHand: z.number().int().min(0).max(PIECES_MAX),
  reason: reasonField,
});

/**
 * Says how many pieces there are, with a reason; from the first count on orders hold them. Throws notFound for a SKU that
 * nothing is mapped to, and conflict where that is fewer than orders hold.
 */
export async function countStock(
  ctx: Context<UserActor>,
  { sku, onHand, reason }: z.infer<typeof countStockInput>,
): Promise<Level> {
  const level = await ctx.db.tx((tx) =>
    changeLevel(tx, ctx.actor, 'stock.count', { sku, reason, changeOf: (before) => onHand - before.onHand }),
  );
  ctx.wakeFeed();
  return level;
}
