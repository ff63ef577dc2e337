import type { Sql } from '@/db/client';
import type { Rule } from '@/domain/triage/rule';

export type RuleName = Rule['name'];

/** Names of the rules of one version of the rule set (of the active one when none is given), by rule id. */
export async function ruleNames(sql: Sql, version: number | null = null): Promise<Record<string, RuleName>> {
  const rows = await sql.query<{ id: string; name: RuleName }>(
    `select r->>'id' as id, r->'name' as name from rule_sets s, jsonb_array_elements(s.rules) r
     where case when $1::int is null then s.is_active else s.version = $1 end`,
    [version],
  );
  return Object.fromEntries(rows.map((row) => [row.id, row.name]));
}
