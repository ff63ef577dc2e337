import type { Sql } from '@/db/client';
import type { Tier } from '@/domain/tiers/tier';

/** Names of all tiers there ever were, by id: also closed cards name theirs. */
export async function tierNames(sql: Sql): Promise<Record<string, Tier['name']>> {
  const rows = await sql.query<{ id: string; name: Tier['name'] }>('select id, name from tiers');
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
