import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { audit } from '../audit';
import type { Context } from '../context';
import { conflict } from '../errors';

export const createGroupInput = z.strictObject({
  name: z.string().trim().min(1).max(40),
  region: z.string().trim().min(1).max(40).nullable(),
});
export type CreateGroupInput = z.infer<typeof createGroupInput>;

/** Adds a group (a team, store or region). Throws conflict when one has this name. */
export async function createGroup(
  ctx: Pick<Context, 'db' | 'actor'>,
  input: CreateGroupInput,
): Promise<{ readonly groupId: string }> {
  const groupId = randomUUID();
  await ctx.db.tx(async (tx) => {
    await tx.query('lock table groups in share row exclusive mode');
    const same = await tx.query('select 1 from groups where name = $1', [input.name]);
    if (same.length > 0) throw conflict('a group of this name exists', { field: 'name' });
    await tx.query('insert into groups (id, name, region) values ($1, $2, $3)', [groupId, input.name, input.region]);
    await audit(tx, ctx.actor, 'groups.create', groupId);
  });
  return { groupId };
}
