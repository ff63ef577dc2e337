import type { Sql } from '@/db/client';
import type { Tier } from '@/domain/tiers/tier';
import { tierProblems } from '@/domain/tiers/tier-problems';
import { invalid } from '@/server/errors';

/** Refuses tiers that could not be put in force, with the first field that is wrong. */
export async function assertTiers(sql: Sql, tiers: readonly Tier[]): Promise<void> {
  const [first] = tierProblems(tiers);
  if (first) throw invalid('the tiers are not valid', { ...first });
  const owners = [...new Set(tiers.flatMap(({ ownerGroupId }) => ownerGroupId ?? []))];
  if (owners.length === 0) return;
  const known = await sql.query<{ id: string }>('select id from groups where id = any($1)', [owners]);
  const gone = tiers.find(({ ownerGroupId }) => ownerGroupId !== null && !known.some(({ id }) => id === ownerGroupId));
  if (gone) throw invalid('no such group', { tierId: gone.id, field: 'ownerGroupId', problem: 'unknown-word' });
}
