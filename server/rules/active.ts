import type { Sql } from '@/db/client';
import { type CompiledRuleSet, compileRuleSet } from '@/domain/triage/compile';
import type { Rule } from '@/domain/triage/rule';

/** SQL expression for the version of the active rule set; null when none is active. */
export const ACTIVE_VERSION = '(select version from rule_sets where is_active)';

/** Hands out compiled rule sets; reads and compiles only when the version asked for is not the one it has. */
export interface RuleSetCache {
  /** `version` comes from ACTIVE_VERSION, read in the caller's transaction. Throws when no rule set is active. */
  compiled(sql: Sql, version: number | null): Promise<CompiledRuleSet>;
}

export function createRuleSetCache(): RuleSetCache {
  let latest: CompiledRuleSet | null = null;
  return {
    async compiled(sql, version) {
      if (version === null) throw new Error('no rule set is active: publish one or run the set-up');
      if (latest?.version === version) return latest;
      const [row] = await sql.query<{ rules: Rule[] }>('select rules from rule_sets where version = $1', [version]);
      if (!row) throw new Error(`rule set ${version} is gone`);
      latest = compileRuleSet({ version, rules: row.rules });
      return latest;
    },
  };
}
