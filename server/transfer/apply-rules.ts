import { isSameValue } from '@/domain/tiers/same-value';
import type { Rule } from '@/domain/triage/rule';
import { validateRuleSet } from '@/domain/triage/validate-rule-set';
import { putRulesInForce } from '../rules/put-in-force';
import { READERS } from './read-settings';
import { rowOf, type TransferRow } from './report';
import type { ApplySection } from './section';

const FIELDS = [
  'name',
  'condition',
  'outcome',
  'weightBp',
  'skips',
  'isEnabled',
] as const satisfies readonly (keyof Rule)[];

const nameOf = (rule: Rule): string => rule.name?.['zh-CN'] ?? String(rule.id);

/** What differs is named; what a condition says is for the rule's own page. */
function rowFor(rule: Rule, before: Rule | undefined): TransferRow {
  if (!before) return rowOf('rules', nameOf(rule), 'add');
  const fields = FIELDS.filter((field) => !isSameValue(before[field] ?? null, rule[field] ?? null));
  if (fields.length === 0) return rowOf('rules', nameOf(rule), 'same');
  return rowOf('rules', nameOf(rule), 'change', {
    fields: fields.map((field) => ({ field, from: null, to: null })),
  });
}

/** The rules of the file become the next version as a whole, when any of them differs from the one in force. */
export const applyRules: ApplySection<'rules'> = async ({ tx, ctx }, entries) => {
  const known = await READERS.rules(tx);
  const checked = validateRuleSet({ version: 1, rules: entries });
  if (!checked.isValid)
    return checked.problems.map(({ path, problem }) =>
      rowOf('rules', path.replace(/^rules/, ''), 'refused', { problem, about: path }),
    );
  const { rules } = checked.ruleSet;
  const rows = rules.map((rule) =>
    rowFor(
      rule,
      known.find(({ id }) => id === rule.id),
    ),
  );
  const gone = known.filter(({ id }) => !rules.some((rule) => rule.id === id));
  const all = [...rows, ...gone.map((rule) => rowOf('rules', nameOf(rule), 'remove'))];
  if (all.some(({ effect }) => effect !== 'same')) await putRulesInForce(tx, ctx.actor, rules, 'import');
  return all;
};
