import * as z from 'zod';
import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { invalid } from '@/server/errors';
import { giveToSeat } from './give-to-seat';
import { lockTask } from './load-task';
import { staleConflict } from './stale';

export const assignInput = z
  .object({ taskId: z.string().regex(/^\d{1,19}$/), seatId: z.string().min(1).max(64), version: z.number().int() })
  .strict();

/** Gives a card to another seat of its group. Refused when the card changed since the caller saw it. */
export async function assignTask(ctx: Context<UserActor>, input: z.infer<typeof assignInput>): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const task = await lockTask(tx, ctx.actor, 'tasks.assign', input.taskId);
    if (task.version !== input.version) throw await staleConflict(tx, task.id, input.version);
    const [seat] = await tx.query<{ ok: boolean }>(
      `select true as ok from users where id = $1 and group_id = $2 and not banned and role in ('agent', 'supervisor')`,
      [input.seatId, task.groupId],
    );
    if (!seat) throw invalid('this person cannot be given cards of this group');
    await giveToSeat(tx, ctx.actor, task, input.seatId, 'assigned');
    await audit(tx, ctx.actor, 'tasks.assign', task.id, { from: task.seatId, to: input.seatId });
  });
  ctx.wakeFeed();
}
