import * as z from 'zod';
import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { audit } from '../audit';
import type { Actor, Context, UserActor } from '../context';
import { actorId } from '../context';
import { conflict, notFound } from '../errors';
import { endGrantsAround } from '../grants/end-grants';
import { publish } from '../live/publish';
import { releaseCards } from '../tasks/release-cards';
import { releaseLateCards } from '../tasks/release-late-cards';
import { announcePerson } from './announce-person';
import { endSessions } from './end-sessions';
import { assertAnAdminRemains } from './last-admin';

export const deactivatePersonInput = z.strictObject({ userId: z.string().max(64) });
export type DeactivatePersonInput = z.infer<typeof deactivatePersonInput>;

export interface Deactivated {
  readonly endedSessions: number;
  /** Cards of their seat that wait in the queue again. */
  readonly releasedCards: number;
}

async function leaveSeat(tx: Sql, userId: string): Promise<void> {
  const [seat] = await tx.query<{ version: string }>(
    `update seats set state = 'offline', state_since = now(), seen_at = 'epoch', announced_present = false,
       version = version + 1 where user_id = $1 returning version`,
    [userId],
  );
  if (!seat) return;
  const patch = { userId, state: 'offline', isPresent: false } as const;
  const rooms = [roomOf.user(userId), roomOf.board()];
  await publish(tx, [{ topic: 'seat.changed', rooms, id: userId, version: Number(seat.version), patch }]);
}

/** Deactivates a person in the caller's transaction; nothing happens to one who is not active. */
export async function deactivateInTx(tx: Sql, actor: Actor, userId: string): Promise<Deactivated> {
  if (userId === actorId(actor)) throw conflict('nobody deactivates themselves', { reason: 'self' });
  const [person] = await tx.query<{ role: string; banned: boolean }>('select role, banned from users where id = $1', [
    userId,
  ]);
  if (!person) throw notFound('person');
  if (person.banned) return { endedSessions: 0, releasedCards: 0 };
  if (person.role === 'admin') await assertAnAdminRemains(tx, userId);
  await tx.query('update users set banned = true, updated_at = now() where id = $1', [userId]);
  const releasedCards = await releaseCards(tx, userId, null);
  await endGrantsAround(tx, actor, userId);
  await leaveSeat(tx, userId);
  const endedSessions = await endSessions(tx, userId);
  await audit(tx, actor, 'people.deactivate', userId, { endedSessions, releasedCards });
  await announcePerson(tx, userId);
  return { endedSessions, releasedCards };
}

/**
 * Takes a person's access away and keeps everything they did: sign-ins end, the seat is left, open cards on it go back to
 * the queue, and rights lent to or by them end. Throws notFound, and conflict for oneself and for the last admin.
 */
export async function deactivatePerson(ctx: Context<UserActor>, input: DeactivatePersonInput): Promise<Deactivated> {
  const { userId } = input;
  const done = await ctx.db.tx((tx) => deactivateInTx(tx, ctx.actor, userId));
  const [person] = await ctx.db.query<{ groupId: string | null }>(
    'select group_id as "groupId" from users where id = $1',
    [userId],
  );
  const late = await releaseLateCards(ctx.db, userId, person?.groupId ?? null);
  ctx.wakeFeed();
  return { ...done, releasedCards: done.releasedCards + late };
}
