import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { endSessions } from './end-sessions';

export const revokeSessionsInput = z.strictObject({ userId: z.string().max(64) });
export type RevokeSessionsInput = z.infer<typeof revokeSessionsInput>;

/** Signs a person out everywhere: the next request is refused and open sockets close within 5 s. Throws notFound. */
export async function revokeSessions(
  ctx: Context<UserActor>,
  input: RevokeSessionsInput,
): Promise<{ readonly endedSessions: number }> {
  const endedSessions = await ctx.db.tx(async (tx) => {
    const people = await tx.query('select 1 from users where id = $1', [input.userId]);
    if (people.length === 0) throw notFound('person');
    const count = await endSessions(tx, input.userId);
    await audit(tx, ctx.actor, 'people.revokeSessions', input.userId, { count });
    return count;
  });
  ctx.wakeFeed();
  return { endedSessions };
}
