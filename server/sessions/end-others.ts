import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { announceEnded } from '../people/end-sessions';

/** Signs the caller out everywhere but in the browser that asks; returns in how many. */
export async function endOtherSessions(ctx: Context<UserActor>): Promise<{ readonly ended: number }> {
  const { userId, sessionId } = ctx.actor;
  const count = await ctx.db.tx(async (tx) => {
    const ended = await tx.query<{ id: string }>('delete from sessions where user_id = $1 and id <> $2 returning id', [
      userId,
      sessionId,
    ]);
    await announceEnded(
      tx,
      userId,
      ended.map(({ id }) => id),
    );
    await audit(tx, ctx.actor, 'sessions.endOthers', userId, { count: ended.length });
    return ended.length;
  });
  ctx.wakeFeed();
  return { ended: count };
}
