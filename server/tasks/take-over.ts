import * as z from 'zod';
import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { conflict } from '@/server/errors';
import { giveToSeat } from './give-to-seat';
import { lockTask } from './load-task';

export const takeOverInput = z.object({ taskId: z.string().regex(/^\d{1,19}$/), version: z.number().int() }).strict();

/** Takes a card off another seat onto the caller's own. Refused when it changed since the caller saw it. */
export async function takeOverTask(ctx: Context<UserActor>, input: z.infer<typeof takeOverInput>): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const task = await lockTask(tx, ctx.actor, 'tasks.takeOver', input.taskId);
    if (task.version !== input.version) throw conflict('the card has changed', { by: task.seatName ?? '' });
    await giveToSeat(tx, task, ctx.actor.userId, 'taken-over');
    await audit(tx, ctx.actor, 'tasks.takeOver', task.id, { from: task.seatId });
  });
  ctx.wakeFeed();
}
