import type { Sql } from '@/db/client';
import type { Tier } from '@/domain/tiers/tier';

/** Finds a tier as it was in the version that judged a card; undefined where that is not kept. */
export type TierAsItWas = (version: number, tierId: string) => Tier | undefined;

/** Reads the tiers of every version that judged a card which is still open; found by hops along an index. */
export async function tiersOfOpenCards(sql: Sql): Promise<TierAsItWas> {
  const rows = await sql.query<{ version: number }>(
    `with recursive v as (
       select min(tier_version) as version from tasks where state = 'open'
       union all
       select (select min(tier_version) from tasks where state = 'open' and tier_version > v.version) from v
       where v.version is not null)
     select version from v where version is not null`,
  );
  return tiersOfVersions(
    sql,
    rows.map(({ version }) => version),
  );
}

/** Reads the tiers of these versions. */
export async function tiersOfVersions(sql: Sql, versions: readonly number[]): Promise<TierAsItWas> {
  const rows = await sql.query<{ version: number; tiers: Tier[] }>(
    'select version, tiers from tier_sets where version = any($1::int[])',
    [[...new Set(versions)]],
  );
  const sets = new Map(rows.map(({ version, tiers }) => [version, new Map(tiers.map((tier) => [tier.id, tier]))]));
  return (version, tierId) => sets.get(version)?.get(tierId);
}
