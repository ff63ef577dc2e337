import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import type { Actor, Context, UserActor } from '../context';
import { notFound } from '../errors';
import { announcePerson } from './announce-person';

export const reactivatePersonInput = z.strictObject({ userId: z.string().max(64) });
export type ReactivatePersonInput = z.infer<typeof reactivatePersonInput>;

/** Reactivates a person in the caller's transaction; nothing happens to one who is active. */
export async function reactivateInTx(tx: Sql, actor: Actor, userId: string): Promise<void> {
  const changed = await tx.query(
    `update users set banned = false, ban_reason = null, ban_expires = null, updated_at = now()
     where id = $1 and banned returning id`,
    [userId],
  );
  if (changed.length === 0) return;
  await audit(tx, actor, 'people.reactivate', userId);
  await announcePerson(tx, userId);
}

/** Gives a deactivated person their access back, with the role, group and password they had. Throws notFound. */
export async function reactivatePerson(ctx: Context<UserActor>, input: ReactivatePersonInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const people = await tx.query('select 1 from users where id = $1', [input.userId]);
    if (people.length === 0) throw notFound('person');
    await reactivateInTx(tx, ctx.actor, input.userId);
  });
  ctx.wakeFeed();
}
