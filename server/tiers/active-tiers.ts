import type { Sql } from '@/db/client';
import type { TierSet } from '@/domain/tiers/tier';

/**
 * The tiers in force, read in the caller's transaction: a card that is opened after a version was published is judged by it,
 * on every node. Throws when there are none.
 */
export async function activeTiers(sql: Sql): Promise<TierSet> {
  const [row] = await sql.query<TierSet>('select version, tiers from tier_sets where is_active');
  if (!row) throw new Error('no tiers are in force: run the set-up');
  return row;
}
