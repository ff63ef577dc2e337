import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { nameField } from './account';
import { announcePerson } from './announce-person';

export const renamePersonInput = z.strictObject({ userId: z.string().max(64), name: nameField });
export type RenamePersonInput = z.infer<typeof renamePersonInput>;

/** Changes the name under which colleagues see a person; the user name of the sign-in stays. Throws notFound. */
export async function renamePerson(ctx: Context<UserActor>, input: RenamePersonInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const changed = await tx.query('update users set name = $2, updated_at = now() where id = $1 returning id', [
      input.userId,
      input.name,
    ]);
    if (changed.length === 0) throw notFound('person');
    await audit(tx, ctx.actor, 'people.rename', input.userId);
    await announcePerson(tx, input.userId);
  });
  ctx.wakeFeed();
}
