import * as z from 'zod';
import type { Sql } from '@/db/client';
import { MAX_SKILLS, SEAT_CAPACITY, SKILL_PATTERN } from '@/domain/desk/skill';
import { audit } from '../audit';
import type { Actor, Context, UserActor } from '../context';
import { notFound } from '../errors';
import { announcePerson } from './announce-person';

export const skillsField = z
  .array(z.string().trim().regex(SKILL_PATTERN))
  .max(MAX_SKILLS)
  .transform((skills) => [...new Set(skills)].sort());
export const capacityField = z.number().int().min(SEAT_CAPACITY.min).max(SEAT_CAPACITY.max);

export const setSeatInput = z.strictObject({
  userId: z.string().max(64),
  skills: skillsField,
  capacity: capacityField,
});
export type SetSeatInput = z.infer<typeof setSeatInput>;

/** Stores what a seat can do and hold, in the caller's transaction. The person must exist. */
export async function setSeatInTx(tx: Sql, actor: Actor, { userId, skills, capacity }: SetSeatInput): Promise<void> {
  await tx.query(
    `insert into seats (user_id, skills, capacity) values ($1, $2, $3)
     on conflict (user_id) do update set skills = excluded.skills, capacity = excluded.capacity,
       version = seats.version + 1`,
    [userId, skills, capacity],
  );
  await audit(tx, actor, 'people.setSeat', userId, { skills, capacity });
  await announcePerson(tx, userId);
}

/**
 * Sets for which skills a seat is given cards, and how many open cards it can have in hand at once; cards it holds already
 * stay. Throws notFound.
 */
export async function setSeat(ctx: Context<UserActor>, input: SetSeatInput): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const people = await tx.query('select 1 from users where id = $1', [input.userId]);
    if (people.length === 0) throw notFound('person');
    await setSeatInTx(tx, ctx.actor, input);
  });
  ctx.wakeFeed();
}
