import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { invalid, notFound } from '../errors';
import { announceEnded } from '../people/end-sessions';

export const endSessionInput = z.strictObject({ sessionId: z.string().max(64) });
export type EndSessionInput = z.infer<typeof endSessionInput>;

/**
 * Signs the caller out in another browser. Throws notFound for a sign-in that is over or somebody else's, invalid for the
 * caller's own, which ends by signing out.
 */
export async function endSession(ctx: Context<UserActor>, { sessionId }: EndSessionInput): Promise<void> {
  const { userId, sessionId: ownId } = ctx.actor;
  if (sessionId === ownId) throw invalid('this browser signs out by itself', { field: 'sessionId' });
  await ctx.db.tx(async (tx) => {
    const ended = await tx.query('delete from sessions where id = $1 and user_id = $2 returning id', [
      sessionId,
      userId,
    ]);
    if (ended.length === 0) throw notFound('session');
    await announceEnded(tx, userId, [sessionId]);
    await audit(tx, ctx.actor, 'sessions.end', userId, { sessionId });
  });
  ctx.wakeFeed();
}
