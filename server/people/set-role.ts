import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import type { Actor, Context, Role, UserActor } from '../context';
import { notFound } from '../errors';
import { endGrantsAround } from '../grants/end-grants';
import { holdGroup } from '../groups/hold-group';
import { releaseCards } from '../tasks/release-cards';
import { assertGroupFits, roleField } from './account';
import { announcePerson } from './announce-person';
import { endSessions } from './end-sessions';
import { assertAnAdminRemains } from './last-admin';

export const setRoleInput = z.strictObject({
  userId: z.string().max(64),
  role: roleField,
  groupId: z.string().max(64).nullable(),
});
export type SetRoleInput = z.infer<typeof setRoleInput>;

/** Gives a person another role or group in the caller's transaction; answers how many sign-ins that ended. */
export async function setRoleInTx(tx: Sql, actor: Actor, input: SetRoleInput): Promise<number> {
  const { userId, role, groupId } = input;
  assertGroupFits(role, groupId);
  const [before] = await tx.query<{ role: Role; groupId: string | null }>(
    'select role, group_id as "groupId" from users where id = $1',
    [userId],
  );
  if (!before) throw notFound('person');
  if (before.role === 'admin' && role !== 'admin') await assertAnAdminRemains(tx, userId);
  if (groupId !== null) await holdGroup(tx, groupId);
  await tx.query('update users set role = $2, group_id = $3, updated_at = now() where id = $1', [
    userId,
    role,
    groupId,
  ]);
  // A manager works for every group; whoever else moves away could not even see the cards left on the seat.
  const released = role === 'manager' ? 0 : await releaseCards(tx, userId, role === 'admin' ? null : groupId);
  await endGrantsAround(tx, actor, userId);
  await audit(tx, actor, 'people.setRole', userId, {
    from: before.role,
    to: role,
    fromGroup: before.groupId,
    toGroup: groupId,
    released,
  });
  await announcePerson(tx, userId);
  return endSessions(tx, userId);
}

/**
 * Gives a person another role or group and ends their sign-ins, so that no old right stays alive. Cards they can no longer
 * work on go back to the queue, and rights lent to or by them end.
 * Throws conflict for the last admin, notFound, invalid when the group does not fit.
 */
export async function setRole(
  ctx: Context<UserActor>,
  input: SetRoleInput,
): Promise<{ readonly endedSessions: number }> {
  const endedSessions = await ctx.db.tx((tx) => setRoleInTx(tx, ctx.actor, input));
  ctx.wakeFeed();
  return { endedSessions };
}
