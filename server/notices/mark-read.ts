import type { Context, UserActor } from '@/server/context';

/** Marks all of the caller's notices as read. A private mark, not audited. */
export async function markNoticesRead(ctx: Context<UserActor>): Promise<void> {
  await ctx.db.query('update notices set read_at = now() where user_id = $1 and read_at is null', [ctx.actor.userId]);
}
