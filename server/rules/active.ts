import type { Sql } from '@/db/client';
import { type CompiledRuleSet, compileRuleSet } from '@/domain/triage/compile';
import type { Rule } from '@/domain/triage/rule';

/** Hands out the compiled active rule set; asks the database for its version each time, compiles only on a change. */
export interface RuleSetCache {
  current(sql: Sql): Promise<CompiledRuleSet>;
}

export function createRuleSetCache(): RuleSetCache {
  let compiled: CompiledRuleSet | null = null;
  return {
    async current(sql) {
      const [row] = await sql.query<{ version: number; rules: Rule[] | null }>(
        `select version, case when version is distinct from $1::int then rules end as rules
         from rule_sets where is_active`,
        [compiled?.version ?? null],
      );
      if (!row) throw new Error('no rule set is active: publish one or run the set-up');
      if (row.rules) compiled = compileRuleSet({ version: row.version, rules: row.rules });
      if (compiled === null) throw new Error(`rule set ${row.version} has no rules`);
      return compiled;
    },
  };
}
