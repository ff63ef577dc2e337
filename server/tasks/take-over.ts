import * as z from 'zod';
import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { lockHolder, takeLock } from './card-lock';
import { giveToSeat } from './give-to-seat';
import { lockTask } from './load-task';
import { pageIdField } from './lock';
import { staleConflict } from './stale';

export const takeOverInput = z.strictObject({
  taskId: z.string().regex(/^\d{1,19}$/),
  version: z.number().int(),
  /** The page that goes on to edit the card; left out where the card is opened later. */
  pageId: pageIdField.optional(),
});

/**
 * Takes a card off another seat, and out of the hands of whoever edits it, onto the caller's own. Both are told and keep
 * their drafts. Nothing happens to a card that is the caller's alone already. Refused when it changed since the caller saw
 * it.
 */
export async function takeOverTask(ctx: Context<UserActor>, input: z.infer<typeof takeOverInput>): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const task = await lockTask(tx, ctx.actor, 'tasks.takeOver', input.taskId);
    const editor = await lockHolder(tx, task.id);
    const isOwn = task.seatId === ctx.actor.userId && (editor === null || editor.userId === ctx.actor.userId);
    if (isOwn && task.state === 'open') return;
    if (task.version !== input.version) throw await staleConflict(tx, task.id, input.version);
    await giveToSeat(tx, ctx.actor, task, ctx.actor.userId, 'taken-over');
    if (input.pageId !== undefined) await takeLock(tx, ctx.actor, task, input.pageId);
    await audit(tx, ctx.actor, 'tasks.takeOver', task.id, { from: task.seatId, editor: editor?.userId ?? null });
  });
  ctx.wakeFeed();
}
