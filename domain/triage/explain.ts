import type { TriageFacts } from './facts';
import { and, EMPTY_HIT, not, or } from './kleene';
import { withFixedRules } from './precedence';
import type { Condition, Rule, RuleSet } from './rule';
import { signalOf } from './signals/index';
import { type Answer, NO, type ParamSpecs, type ParamsOf, withDefaults } from './signals/signal';

/** One node of a condition with its own answer; nothing is skipped, however early the whole was decided. */
export type ExplainedCondition =
  | {
      readonly kind: 'signal';
      readonly signal: string;
      readonly params: ParamsOf<ParamSpecs>;
      readonly answer: Answer;
    }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly ExplainedCondition[]; readonly answer: Answer }
  | { readonly kind: 'not'; readonly part: ExplainedCondition; readonly answer: Answer };

export interface ExplainedRule {
  readonly rule: Rule;
  /** A disabled rule is explained too, but had no part in the verdict. */
  readonly tookPart: boolean;
  readonly answer: Answer;
  readonly condition: ExplainedCondition;
}

/** The whole reasoning on one order: every rule, pass rules included, with evidence, "no" or what was not known. */
export function explain(ruleSet: RuleSet, facts: TriageFacts): readonly ExplainedRule[] {
  return withFixedRules(ruleSet.rules).map((rule) => {
    const condition = explainCondition(rule.condition, facts);
    return { rule, tookPart: rule.isEnabled, answer: condition.answer, condition };
  });
}

function explainCondition(condition: Condition, facts: TriageFacts): ExplainedCondition {
  if ('all' in condition) {
    const parts = condition.all.map((part) => explainCondition(part, facts));
    return { kind: 'all', parts, answer: parts.map((part) => part.answer).reduce(and, EMPTY_HIT) };
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => explainCondition(part, facts));
    return { kind: 'any', parts, answer: parts.map((part) => part.answer).reduce(or, NO) };
  }
  if ('not' in condition) {
    const part = explainCondition(condition.not, facts);
    return { kind: 'not', part, answer: not(part.answer) };
  }
  const found = signalOf(condition.signal);
  if (found === null) throw new RangeError(`there is no signal "${condition.signal}"`);
  const params = withDefaults(found.params, condition.params ?? {});
  return { kind: 'signal', signal: condition.signal, params, answer: found.evaluate(facts, params) };
}
