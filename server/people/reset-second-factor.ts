import * as z from 'zod';
import { audit } from '../audit';
import type { Context } from '../context';
import { notFound } from '../errors';
import { endSessions } from './end-sessions';

export const resetSecondFactorInput = z.strictObject({ userId: z.string().max(64) });
export type ResetSecondFactorInput = z.infer<typeof resetSecondFactorInput>;

/**
 * Takes a person's second factor away, because the phone is lost, and ends their sign-ins: they sign in with the password
 * and set up a new one. Throws notFound when there is no such person.
 */
export async function resetSecondFactor(
  ctx: Pick<Context, 'db' | 'actor' | 'wakeFeed'>,
  input: ResetSecondFactorInput,
): Promise<{ readonly hadOne: boolean }> {
  const hadOne = await ctx.db.tx(async (tx) => {
    const [person] = await tx.query<{ hadOne: boolean }>(
      'select two_factor_enabled as "hadOne" from users where id = $1 for no key update',
      [input.userId],
    );
    if (!person) throw notFound('person');
    await tx.query('delete from two_factors where user_id = $1', [input.userId]);
    await tx.query('update users set two_factor_enabled = false, updated_at = now() where id = $1', [input.userId]);
    await audit(tx, ctx.actor, 'people.resetSecondFactor', input.userId, person);
    await endSessions(tx, input.userId);
    return person.hadOne;
  });
  ctx.wakeFeed();
  return { hadOne };
}
