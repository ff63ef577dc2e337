import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import type { Context, Role, UserActor } from '../context';
import { conflict, invalid, notFound } from '../errors';
import { releaseCards } from '../tasks/release-cards';
import { assertGroupFits, roleField } from './account';
import { endSessions } from './end-sessions';

export const setRoleInput = z.strictObject({
  userId: z.string().max(64),
  role: roleField,
  groupId: z.string().max(64).nullable(),
});
export type SetRoleInput = z.infer<typeof setRoleInput>;

async function assertAnAdminRemains(tx: Sql, userId: string): Promise<void> {
  const admins = await tx.query<{ id: string }>(`select id from users where role = 'admin' order by id for update`);
  if (admins.every((admin) => admin.id === userId)) throw conflict('the last admin cannot step down');
}

/**
 * Gives a person another role or group and ends their sign-ins, so that no old right stays alive. Cards they can no longer
 * work on go back to the queue.
 * Throws conflict for the last admin, notFound, invalid when the group does not fit.
 */
export async function setRole(
  ctx: Context<UserActor>,
  input: SetRoleInput,
): Promise<{ readonly endedSessions: number }> {
  assertGroupFits(input.role, input.groupId);
  const endedSessions = await ctx.db.tx(async (tx) => {
    const [before] = await tx.query<{ role: Role; groupId: string | null }>(
      'select role, group_id as "groupId" from users where id = $1',
      [input.userId],
    );
    if (!before) throw notFound('person');
    if (before.role === 'admin' && input.role !== 'admin') await assertAnAdminRemains(tx, input.userId);
    if (input.groupId !== null) {
      const groups = await tx.query('select 1 from groups where id = $1', [input.groupId]);
      if (groups.length === 0) throw invalid('no such group', { field: 'groupId' });
    }
    await tx.query('update users set role = $2, group_id = $3, updated_at = now() where id = $1', [
      input.userId,
      input.role,
      input.groupId,
    ]);
    // A manager works for every group; whoever else moves away could not even see the cards left on the seat.
    const released =
      input.role === 'manager'
        ? 0
        : await releaseCards(tx, input.userId, input.role === 'admin' ? null : input.groupId);
    await audit(tx, ctx.actor, 'people.setRole', input.userId, {
      from: before.role,
      to: input.role,
      fromGroup: before.groupId,
      toGroup: input.groupId,
      released,
    });
    return endSessions(tx, input.userId);
  });
  ctx.wakeFeed();
  return { endedSessions };
}
