import * as z from 'zod';
import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { conflict } from '@/server/errors';
import { assertNotLocked } from './card-lock';
import { giveToSeat } from './give-to-seat';
import { lockTask } from './load-task';

export const taskIdInput = z.object({ taskId: z.string().regex(/^\d{1,19}$/) }).strict();

/** Takes an unclaimed card onto the caller's own seat. A card that somebody else has, or is editing, is a
 * conflict that names who. */
export async function claimTask(
  ctx: Context<UserActor>,
  { taskId }: z.infer<typeof taskIdInput>,
): Promise<{ taskId: string }> {
  await ctx.db.tx(async (tx) => {
    const task = await lockTask(tx, ctx.actor, 'tasks.claim', taskId);
    if (task.seatId === ctx.actor.userId) return;
    if (task.seatId !== null) throw conflict('the card was taken', { by: task.seatName ?? '' });
    await assertNotLocked(tx, ctx.actor, taskId);
    await giveToSeat(tx, ctx.actor, task, ctx.actor.userId, 'claimed');
    await audit(tx, ctx.actor, 'tasks.claim', taskId);
  });
  ctx.wakeFeed();
  return { taskId };
}
