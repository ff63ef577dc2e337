import * as z from 'zod';
import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { conflict } from '@/server/errors';
import { assertNotLocked, lockHolder, takeLock } from './card-lock';
import { lockTask } from './load-task';

/** The name a page gives itself when it opens. */
export const pageIdField = z.string().regex(/^[\w-]{8,64}$/);
export const lockInput = z.strictObject({ taskId: z.string().regex(/^\d{1,19}$/), pageId: pageIdField });
export type LockInput = z.infer<typeof lockInput>;

/**
 * Gives the caller's page a card to itself while it is edited. It ends when the page releases it, opens another card, or is
 * gone for 30 s. Refused with the name of whoever edits the card already; another page of the same person gives way.
 */
export async function lockCard(ctx: Context<UserActor>, { taskId, pageId }: LockInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const task = await lockTask(tx, ctx.actor, 'tasks.lock', taskId);
    if (task.state !== 'open') throw conflict('the card is closed', { reason: 'closed' });
    await assertNotLocked(tx, ctx.actor, taskId);
    if ((await lockHolder(tx, taskId))?.pageId === pageId) return;
    await takeLock(tx, ctx.actor, task, pageId);
    await audit(tx, ctx.actor, 'tasks.lock', taskId);
  });
  ctx.wakeFeed();
}
