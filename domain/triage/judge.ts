import type { CompiledRule, CompiledRuleSet } from './compile';
import type { TriageFacts } from './facts';
import { classOf, routeAfter } from './precedence';
import type { SkipScope } from './rule';
import type { Evidence, RuleHit, RuleUnknown, SkippedHit, Verdict } from './verdict';

const MAX_SCORE_BP = 10_000;
const NO_HITS: readonly RuleHit[] = Object.freeze([]);
const NO_UNKNOWNS: readonly RuleUnknown[] = Object.freeze([]);
const NO_IDS: readonly string[] = Object.freeze([]);
const NO_SKIPS: readonly SkipScope[] = Object.freeze([]);
const NO_SKIPPED: readonly SkippedHit[] = Object.freeze([]);

/** A rule that hit, not yet weighed. */
interface Found {
  readonly rule: CompiledRule;
  readonly evidence: readonly Evidence[];
}

/**
 * What the rules say of one order. Precedence is fixed: block > confirm > pass; a pass rule takes back a hold only where
 * it skips that very scope, and risk is no scope, so nothing skips it; urgency stands beside the route. Unknown answers neither block nor
 * pass. The score adds up the weights of the hits, at most 10,000 bp.
 */
export function judge(ruleSet: CompiledRuleSet, facts: TriageFacts): Verdict {
  let found: Found[] | null = null;
  let unknowns: RuleUnknown[] | null = null;
  let vouching: CompiledRule[] | null = null;
  for (const rule of ruleSet.rules) {
    const answer = rule.test(facts);
    if (answer.answer === 'no') continue;
    if (answer.answer === 'unknown') {
      unknowns ??= [];
      unknowns.push({ ruleId: rule.id, signal: answer.signal, reason: answer.reason });
    } else if (rule.outcome === 'pass') {
      vouching ??= [];
      vouching.push(rule);
    } else {
      found ??= [];
      found.push({ rule, evidence: answer.evidence });
    }
  }
  return verdictOf(found, unknowns ?? NO_UNKNOWNS, vouching, ruleSet.version);
}

function verdictOf(
  found: readonly Found[] | null,
  unknowns: readonly RuleUnknown[],
  vouching: readonly CompiledRule[] | null,
  ruleSetVersion: number,
): Verdict {
  let route: Verdict['route'] = 'pass';
  let isUrgent = false;
  let scoreBp = 0;
  let hits: RuleHit[] | null = null;
  let skipped: SkippedHit[] | null = null;
  for (const { rule, evidence } of found ?? []) {
    const { id: ruleId, outcome, weightBp, scope } = rule;
    const by = scope === null ? null : vouchingFor(scope, vouching);
    if (scope !== null && by !== null) {
      skipped ??= [];
      skipped.push({ ruleId, scope, by: by.id });
      continue;
    }
    hits ??= [];
    hits.push(
      scope === null ? { ruleId, outcome, weightBp, evidence } : { ruleId, outcome, weightBp, scope, evidence },
    );
    scoreBp += weightBp;
    route = routeAfter(route, outcome);
    isUrgent ||= outcome === 'expedite';
  }
  return {
    route,
    class: classOf(route, isUrgent),
    isUrgent,
    hits: hits ?? NO_HITS,
    unknowns,
    passedBy: vouching === null || route !== 'pass' ? NO_IDS : vouching.map((rule) => rule.id),
    skips: vouching === null ? NO_SKIPS : skipsOf(vouching),
    skipped: skipped ?? NO_SKIPPED,
    scoreBp: Math.min(scoreBp, MAX_SCORE_BP),
    ruleSetVersion,
  };
}

function vouchingFor(scope: SkipScope, vouching: readonly CompiledRule[] | null): CompiledRule | null {
  return vouching?.find(({ rule }) => rule.skips?.includes(scope)) ?? null;
}

function skipsOf(vouching: readonly CompiledRule[]): readonly SkipScope[] {
  const skips: SkipScope[] = [];
  for (const { rule } of vouching) {
    for (const skip of rule.skips ?? []) if (!skips.includes(skip)) skips.push(skip);
  }
  return skips.length === 0 ? NO_SKIPS : skips;
}
