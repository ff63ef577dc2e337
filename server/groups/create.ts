import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Sql } from '@/db/client';
import { audit } from '../audit';
import type { Actor, Context } from '../context';
import { announceGroup, claimGroupName, groupFields } from './group-name';

export const createGroupInput = z.strictObject(groupFields);
export type CreateGroupInput = z.infer<typeof createGroupInput>;

/** Adds a group in the caller's transaction; answers its id. Throws conflict when one has this name. */
export async function createGroupInTx(tx: Sql, actor: Actor, input: CreateGroupInput): Promise<string> {
  const groupId = randomUUID();
  await claimGroupName(tx, input.name, groupId);
  await tx.query('insert into groups (id, name, region) values ($1, $2, $3)', [groupId, input.name, input.region]);
  await audit(tx, actor, 'groups.create', groupId);
  await announceGroup(tx, groupId);
  return groupId;
}

/** Adds a group (a team, store or region). Throws conflict when one has this name. */
export async function createGroup(
  ctx: Pick<Context, 'db' | 'actor'>,
  input: CreateGroupInput,
): Promise<{ readonly groupId: string }> {
  return { groupId: await ctx.db.tx((tx) => createGroupInTx(tx, ctx.actor, input)) };
}
