import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import type { Actor, Context, UserActor } from '../context';
import { notFound } from '../errors';
import { nameField } from './account';
import { announcePerson } from './announce-person';

export const renamePersonInput = z.strictObject({ userId: z.string().max(64), name: nameField });
export type RenamePersonInput = z.infer<typeof renamePersonInput>;

/** Renames a person in the caller's transaction. Throws notFound. */
export async function renameInTx(tx: Sql, actor: Actor, { userId, name }: RenamePersonInput): Promise<void> {
  const changed = await tx.query('update users set name = $2, updated_at = now() where id = $1 returning id', [
    userId,
    name,
  ]);
  if (changed.length === 0) throw notFound('person');
  await audit(tx, actor, 'people.rename', userId);
  await announcePerson(tx, userId);
}

/** Changes the name under which colleagues see a person; the user name of the sign-in stays. Throws notFound. */
export async function renamePerson(ctx: Context<UserActor>, input: RenamePersonInput): Promise<void> {
  await ctx.db.tx((tx) => renameInTx(tx, ctx.actor, input));
  ctx.wakeFeed();
}
