import * as z from 'zod';
import { audit } from '../audit';
import type { Context } from '../context';
import { notFound } from '../errors';
import { generatePassword, passwordField, passwordHash } from './account';
import { announcePerson } from './announce-person';
import { endSessions } from './end-sessions';

export const setPasswordInput = z.strictObject({ userId: z.string().max(64), password: passwordField.optional() });
export type SetPasswordInput = z.infer<typeof setPasswordInput>;

/**
 * Replaces a person's password and ends their sign-ins. Returns the generated password, shown this once, or null when
 * the caller chose one. Throws notFound.
 */
export async function setPassword(
  ctx: Pick<Context, 'db' | 'actor' | 'wakeFeed'>,
  input: SetPasswordInput,
): Promise<{ readonly password: string | null }> {
  const generated = input.password === undefined ? generatePassword() : null;
  const hash = await passwordHash(input.password ?? generated ?? '');
  await ctx.db.tx(async (tx) => {
    const changed = await tx.query(
      `update accounts set password = $2, is_password_set = true, updated_at = now()
       where user_id = $1 and provider_id = 'credential' returning id`,
      [input.userId, hash],
    );
    if (changed.length === 0) throw notFound('person');
    await audit(tx, ctx.actor, 'people.setPassword', input.userId);
    await endSessions(tx, input.userId);
    await announcePerson(tx, input.userId);
  });
  ctx.wakeFeed();
  return { password: generated };
}
