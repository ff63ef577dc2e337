import * as z from 'zod';
import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { conflict } from '../errors';
import { publish } from '../live/publish';

export const groupFields = {
  name: z.string().trim().min(1).max(40),
  region: z.string().trim().min(1).max(40).nullable(),
};

/** Waits for whoever is naming a group; throws conflict when another group than this one has the name. */
export async function claimGroupName(tx: Sql, name: string, groupId: string): Promise<void> {
  await tx.query('lock table groups in share row exclusive mode');
  const same = await tx.query('select 1 from groups where name = $1 and id <> $2', [name, groupId]);
  if (same.length > 0) throw conflict('a group of this name exists', { field: 'name' });
}

/** Tells the leaders' pages that a group was added, changed or removed. */
export const announceGroup = (tx: Sql, groupId: string): Promise<void> =>
  publish(tx, [{ topic: 'groups.changed', rooms: [roomOf.board()], id: groupId, version: 1, patch: { groupId } }]);
