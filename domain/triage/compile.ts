import type { TriageFacts } from './facts';
import { and, EMPTY_HIT, not, or } from './kleene';
import { withFixedRules } from './precedence';
import type { Condition, Rule, RuleOutcome, RuleSet } from './rule';
import { type SignalCall, signalOf } from './signals/index';
import { type Answer, NO, withDefaults } from './signals/signal';

export type Test = (facts: TriageFacts) => Answer;

export interface CompiledRule {
  readonly id: string;
  readonly outcome: RuleOutcome;
  readonly weightBp: number;
  readonly rule: Rule;
  readonly test: Test;
}

/** A rule set turned into closures: what live triage, previews and back-tests run. */
export interface CompiledRuleSet {
  readonly version: number;
  readonly rules: readonly CompiledRule[];
  /** Widest window any enabled rule looks at, so that features reach far enough; 0 when none does. */
  readonly maxWindowMs: number;
}

/**
 * Compiles the enabled rules. The fixed rules (a platform hold blocks) are part of every set. Throws a RangeError on
 * a signal that does not exist; stored sets have passed validateRuleSet.
 */
export function compileRuleSet(ruleSet: RuleSet): CompiledRuleSet {
  const rules = withFixedRules(ruleSet.rules).filter((rule) => rule.isEnabled);
  return {
    version: ruleSet.version,
    rules: rules.map((rule) => ({
      id: rule.id,
      outcome: rule.outcome,
      weightBp: rule.weightBp,
      rule,
      test: compileCondition(rule.condition),
    })),
    maxWindowMs: Math.max(0, ...rules.map((rule) => widestWindow(rule.condition))),
  };
}

/** One condition as a closure. `all` stops at the first no. */
export function compileCondition(condition: Condition): Test {
  if ('signal' in condition) return compileCall(condition);
  if ('all' in condition) return compileAll(condition.all.map(compileCondition));
  if ('any' in condition) return compileAny(condition.any.map(compileCondition));
  const inner = compileCondition(condition.not);
  return (facts) => not(inner(facts));
}

function compileCall(call: SignalCall): Test {
  const found = signalOf(call.signal);
  if (found === null) throw new RangeError(`there is no signal "${call.signal}"`);
  const { evaluate } = found;
  const params = withDefaults(found.params, call.params ?? {});
  return (facts) => evaluate(facts, params);
}

function compileAll(parts: readonly Test[]): Test {
  return (facts) => {
    let all: Answer = EMPTY_HIT;
    for (const part of parts) {
      all = and(all, part(facts));
      if (all.answer === 'no') return NO;
    }
    return all;
  };
}

/** Every part is asked, so that the evidence of all that hit is kept. */
function compileAny(parts: readonly Test[]): Test {
  return (facts) => {
    let any: Answer = NO;
    for (const part of parts) any = or(any, part(facts));
    return any;
  };
}

function widestWindow(condition: Condition): number {
  if ('all' in condition) return Math.max(0, ...condition.all.map(widestWindow));
  if ('any' in condition) return Math.max(0, ...condition.any.map(widestWindow));
  if ('not' in condition) return widestWindow(condition.not);
  const params = withDefaults(signalOf(condition.signal)?.params ?? {}, condition.params ?? {});
  return typeof params.windowMs === 'number' ? params.windowMs : 0;
}
