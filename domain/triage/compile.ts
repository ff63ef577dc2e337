import type { TriageFacts } from './facts';
import { and, EMPTY_HIT, not, or } from './kleene';
import { withFixedRules } from './precedence';
import type { Condition, Rule, RuleOutcome, RuleSet, SkipScope } from './rule';
import { type SignalCall, signalOf } from './signals/index';
import { type Answer, NO, withDefaults } from './signals/signal';

export type Test = (facts: TriageFacts) => Answer;

export interface CompiledRule {
  readonly id: string;
  readonly outcome: RuleOutcome;
  readonly weightBp: number;
  /** null = risk. */
  readonly scope: SkipScope | null;
  readonly rule: Rule;
  readonly test: Test;
}

/** A rule set turned into closures: what live triage, previews and back-tests run. */
export interface CompiledRuleSet {
  readonly version: number;
  readonly rules: readonly CompiledRule[];
  /** What has to be known around an order for the enabled rules. */
  readonly windows: Windows;
}

/** Widest window of the enabled rules by what it looks at, so that features reach far enough; 0 when no rule looks. */
export interface Windows {
  readonly sameIpMs: number;
  readonly sameAddressMs: number;
  readonly buyerHistoryMs: number;
}

const WINDOW_OF: { readonly [N in SignalCall['signal']]?: keyof Windows } = {
  'same-ip-burst': 'sameIpMs',
  'many-accounts-one-address': 'sameAddressMs',
  'recipients-differ': 'sameAddressMs',
  'new-account-coupon': 'buyerHistoryMs',
  'no-recent-returns': 'buyerHistoryMs',
};

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
      scope: rule.scope ?? null,
      rule,
      test: compileCondition(rule.condition),
    })),
    windows: windowsOf(rules),
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

function windowsOf(rules: readonly Rule[]): Windows {
  const widest = { sameIpMs: 0, sameAddressMs: 0, buyerHistoryMs: 0 };
  for (const call of rules.flatMap((rule) => callsOf(rule.condition))) {
    const window = WINDOW_OF[call.signal];
    if (window !== undefined) widest[window] = Math.max(widest[window], windowMsOf(call));
  }
  return widest;
}

function callsOf(condition: Condition): readonly SignalCall[] {
  if ('all' in condition) return condition.all.flatMap(callsOf);
  if ('any' in condition) return condition.any.flatMap(callsOf);
  return 'not' in condition ? callsOf(condition.not) : [condition];
}

/** A signal without a window of its own, asked for an order's surroundings, still needs them loaded. */
function windowMsOf(call: SignalCall): number {
  const params = withDefaults(signalOf(call.signal)?.params ?? {}, call.params ?? {});
  return typeof params.windowMs === 'number' ? params.windowMs : 1;
}
