import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { leave } from './leave';
import { orderIdField, reachOne, reasonField } from './reach';
import { unitOf } from './waiting';

export const leaveNowInput = z.strictObject({ orderId: orderIdField, reason: reasonField });

/**
 * Gives a waiting order to its warehouse at once, with what it is merged with, and without others that it could be merged with:
 * their logs keep the reason. Throws notFound, and conflict when it does not wait.
 */
export async function leaveNow(
  ctx: Context<UserActor>,
  { orderId, reason }: z.infer<typeof leaveNowInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const { own, waiting } = await reachOne(tx, ctx.actor, 'merges.leaveNow', orderId);
    await leave(tx, waiting, (one) => unitOf(one) === unitOf(own), { by: ctx.actor.userId, reason });
    await audit(tx, ctx.actor, 'merges.leaveNow', orderId, { mergeId: own.mergeId, reason });
  });
  ctx.wakeFeed();
  ctx.wakeOutbox();
}
