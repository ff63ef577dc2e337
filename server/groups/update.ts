import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import type { Actor, Context, UserActor } from '../context';
import { notFound } from '../errors';
import { announceGroup, claimGroupName, groupFields } from './group-name';

export const updateGroupInput = z.strictObject({ groupId: z.string().max(64), ...groupFields });
export type UpdateGroupInput = z.infer<typeof updateGroupInput>;

/** Changes a group's name and region in the caller's transaction. Throws notFound, conflict when the name is taken. */
export async function updateGroupInTx(tx: Sql, actor: Actor, input: UpdateGroupInput): Promise<void> {
  await claimGroupName(tx, input.name, input.groupId);
  const changed = await tx.query('update groups set name = $2, region = $3 where id = $1 returning id', [
    input.groupId,
    input.name,
    input.region,
  ]);
  if (changed.length === 0) throw notFound('group');
  await audit(tx, actor, 'groups.update', input.groupId, { name: input.name, region: input.region });
  await announceGroup(tx, input.groupId);
}

/** Gives a group another name or region. Throws notFound, conflict when another group has the name. */
export async function updateGroup(ctx: Context<UserActor>, input: UpdateGroupInput): Promise<void> {
  await ctx.db.tx((tx) => updateGroupInTx(tx, ctx.actor, input));
  ctx.wakeFeed();
}
