import type { Sql } from '@/db/client';
import { invalid } from '../errors';

/** Keeps a group from being removed until the caller's transaction ends. Throws invalid when there is no such group. */
export async function holdGroup(tx: Sql, groupId: string): Promise<void> {
  const groups = await tx.query('select 1 from groups where id = $1 for key share', [groupId]);
  if (groups.length === 0) throw invalid('no such group', { field: 'groupId' });
}
