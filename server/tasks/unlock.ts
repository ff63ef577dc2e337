import { audit } from '@/server/audit';
import type { Context, UserActor } from '@/server/context';
import { endLocks, lockHolder } from './card-lock';
import { lockTask } from './load-task';
import type { LockInput } from './lock';

/** Releases the caller's lock on a card; nothing happens when the page does not have it. */
export async function unlockCard(ctx: Context<UserActor>, { taskId, pageId }: LockInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    await lockTask(tx, ctx.actor, 'tasks.unlock', taskId);
    const holder = await lockHolder(tx, taskId);
    if (holder?.pageId !== pageId || holder.userId !== ctx.actor.userId) return;
    await endLocks(tx, taskId, null);
    await audit(tx, ctx.actor, 'tasks.unlock', taskId);
  });
  ctx.wakeFeed();
}
