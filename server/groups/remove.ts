import * as z from 'zod';
import type { Sql } from '@/db/client';
import { errorCode } from '@/db/sql-errors';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { AppError, conflict, notFound } from '../errors';
import { activeTiers } from '../tiers/active-tiers';
import { announceGroup } from './group-name';

export const removeGroupInput = z.strictObject({ groupId: z.string().max(64) });
export type RemoveGroupInput = z.infer<typeof removeGroupInput>;

interface Belongings {
  readonly people: number;
  readonly shops: number;
  readonly openCards: number;
  /** 1 when orders or closed cards name the group: its past is kept, so it is too. */
  readonly history: number;
}

const FOREIGN_KEY_VIOLATION = '23503';
const inUse = (left: Partial<Belongings> = {}) => conflict('the group is in use', { reason: 'in-use', ...left });

async function assertEmpty(tx: Sql, groupId: string): Promise<void> {
  const [left] = await tx.query<Belongings>(
    `select (select count(*)::int from users where group_id = $1) as people,
       (select count(*)::int from shops where group_id = $1) as shops,
       (select count(*)::int from tasks where group_id = $1 and state = 'open') as "openCards",
       (exists (select 1 from orders where group_id = $1) or exists (select 1 from tasks where group_id = $1))::int as history`,
    [groupId],
  );
  if (left && Object.values(left).some((count) => count > 0)) throw inUse(left);
  const { tiers } = await activeTiers(tx);
  if (tiers.some(({ ownerGroupId }) => ownerGroupId === groupId)) throw inUse();
}

/**
 * Removes a group to which nothing belongs. Throws notFound, and conflict with the number of people, shops and open cards
 * for one in use.
 */
export async function removeGroup(ctx: Context<UserActor>, { groupId }: RemoveGroupInput): Promise<void> {
  try {
    await ctx.db.tx(async (tx) => {
      const [group] = await tx.query<{ name: string }>('select name from groups where id = $1 for update', [groupId]);
      if (!group) throw notFound('group');
      await assertEmpty(tx, groupId);
      await tx.query('delete from groups where id = $1', [groupId]);
      await audit(tx, ctx.actor, 'groups.remove', groupId, { name: group.name });
      await announceGroup(tx, groupId);
    });
  } catch (error) {
    // Whatever else may name a group, such as a WeCom account or a notice channel.
    if (!(error instanceof AppError) && errorCode(error) === FOREIGN_KEY_VIOLATION) throw inUse();
    throw error;
  }
  ctx.wakeFeed();
}
