import type { CompiledRule, CompiledRuleSet } from './compile';
import type { TriageFacts } from './facts';
import { classOf, routeAfter } from './precedence';
import type { SkipScope } from './rule';
import type { RuleHit, RuleUnknown, Verdict } from './verdict';

const MAX_SCORE_BP = 10_000;
const NO_HITS: readonly RuleHit[] = Object.freeze([]);
const NO_UNKNOWNS: readonly RuleUnknown[] = Object.freeze([]);
const NO_IDS: readonly string[] = Object.freeze([]);
const NO_SKIPS: readonly SkipScope[] = Object.freeze([]);

/**
 * What the rules say of one order. Precedence is fixed: block > confirm > pass; a pass rule never overrides a hold
 * and its skips never reach beyond their scope; urgency stands beside the route. Unknown answers neither block nor
 * pass. The score adds up the weights of the hits, at most 10,000 bp.
 */
export function judge(ruleSet: CompiledRuleSet, facts: TriageFacts): Verdict {
  let hits: RuleHit[] | null = null;
  let unknowns: RuleUnknown[] | null = null;
  let vouching: CompiledRule[] | null = null;
  let route: Verdict['route'] = 'pass';
  let isUrgent = false;
  let scoreBp = 0;
  for (const rule of ruleSet.rules) {
    const answer = rule.test(facts);
    if (answer.answer === 'no') continue;
    if (answer.answer === 'unknown') {
      unknowns ??= [];
      unknowns.push({ ruleId: rule.id, signal: answer.signal, reason: answer.reason });
      continue;
    }
    const { outcome, weightBp } = rule;
    if (outcome === 'pass') {
      vouching ??= [];
      vouching.push(rule);
      continue;
    }
    hits ??= [];
    hits.push({ ruleId: rule.id, outcome, weightBp, evidence: answer.evidence });
    scoreBp += weightBp;
    route = routeAfter(route, outcome);
    isUrgent ||= outcome === 'expedite';
  }
  return {
    route,
    class: classOf(route, isUrgent),
    isUrgent,
    hits: hits ?? NO_HITS,
    unknowns: unknowns ?? NO_UNKNOWNS,
    passedBy: vouching === null || route !== 'pass' ? NO_IDS : vouching.map((rule) => rule.id),
    skips: vouching === null ? NO_SKIPS : skipsOf(vouching),
    scoreBp: Math.min(scoreBp, MAX_SCORE_BP),
    ruleSetVersion: ruleSet.version,
  };
}

function skipsOf(vouching: readonly CompiledRule[]): readonly SkipScope[] {
  const skips: SkipScope[] = [];
  for (const { rule } of vouching) {
    for (const skip of rule.skips ?? []) if (!skips.includes(skip)) skips.push(skip);
  }
  return skips.length === 0 ? NO_SKIPS : skips;
}
