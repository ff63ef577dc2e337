import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { announceHold } from './announce-hold';

export const releaseHoldInput = z.strictObject({
  holdId: z.string().regex(/^\d{1,18}$/),
  /** Messages a second; null stops letting go: what is left and what comes is held again. */
  rate: z.number().int().min(1).max(10_000).nullable(),
});

/**
 * Lets a hold's messages go, so many a second, or stops that. What comes new passes while they go; with the last one the hold
 * ends. Throws notFound where it has ended.
 */
export async function releaseHold(
  ctx: Context<UserActor>,
  { holdId, rate }: z.infer<typeof releaseHoldInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const [hold] = await tx.query<{ shopId: string | null }>(
      `update inbox_holds set release_rate = $2 where id = $1::bigint and ended_at is null returning shop_id as "shopId"`,
      [holdId, rate],
    );
    if (!hold) throw notFound('hold');
    await audit(tx, ctx.actor, rate === null ? 'holds.stopRelease' : 'holds.release', hold.shopId ?? '*', {
      holdId,
      ...(rate === null ? {} : { rate }),
    });
    await announceHold(tx, holdId);
  });
  ctx.wakeFeed();
}
