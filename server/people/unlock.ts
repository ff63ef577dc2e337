import * as z from 'zod';
import { audit } from '../audit';
import { forgetAttempts } from '../auth/throttle';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';

export const unlockInput = z.strictObject({ userId: z.string().max(64) });
export type UnlockInput = z.infer<typeof unlockInput>;

/** Lets a person try to sign in again at once after too many wrong passwords or codes. Throws notFound. */
export async function unlock(ctx: Context<UserActor>, input: UnlockInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const [person] = await tx.query<{ username: string | null }>('select username from users where id = $1', [
      input.userId,
    ]);
    if (!person) throw notFound('person');
    await forgetAttempts(tx, person.username ?? '');
    await tx.query('update two_factors set locked_until = null, failed_verification_count = 0 where user_id = $1', [
      input.userId,
    ]);
    await audit(tx, ctx.actor, 'people.unlock', input.userId);
  });
}
