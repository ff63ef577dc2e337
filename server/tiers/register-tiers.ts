import type { Sql } from '@/db/client';
import type { Tier } from '@/domain/tiers/tier';

/** Cards refer to tiers by id for as long as they exist: every published tier is on the register, under its latest name. */
export async function registerTiers(tx: Sql, tiers: readonly Tier[]): Promise<void> {
  await tx.query(
    `insert into tiers (id, name) select id, name from jsonb_to_recordset($1::jsonb) t (id text, name jsonb) order by id
     on conflict (id) do update set name = excluded.name`,
    [JSON.stringify(tiers.map(({ id, name }) => ({ id, name })))],
  );
}
