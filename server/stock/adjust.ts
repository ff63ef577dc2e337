import * as z from 'zod';
import type { Level } from '@/domain/stock/ledger';
import type { Context, UserActor } from '../context';
import { changeLevel, PIECES_MAX } from './change-level';
import { reasonField, skuField } from './sku-field';

export const adjustStockInput = z.strictObject({
  sku: skuField,
  /** Pieces that came (or, below zero, left). */
  change: z
    .number()
    .int()
    .min(-PIECES_MAX)
    .max(PIECES_MAX)
    .refine((n) => n !== 0),
  reason: reasonField,
});

/**
 * Corrects how many pieces there are, with a reason. Throws notFound for a SKU that nothing is mapped to, and conflict where
 * fewer would be left than orders hold.
 */
export async function adjustStock(
  ctx: Context<UserActor>,
  { sku, change, reason }: z.infer<typeof adjustStockInput>,
): Promise<Level> {
  const level = await ctx.db.tx((tx) =>
    changeLevel(tx, ctx.actor, 'stock.adjust', { sku, reason, changeOf: () => change }),
  );
  ctx.wakeFeed();
  return level;
}
