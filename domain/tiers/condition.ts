import { type Answer, ask, type CheckCall, factOf } from './checks';
import type { TierFacts } from './tier';

/** Checks and groups of them. There is no "not": what comes to be known of a card can only raise it. */
export type TierCondition = CheckCall | ConditionGroup;
export type ConditionGroup = { readonly all: readonly TierCondition[] } | { readonly any: readonly TierCondition[] };

/** The condition of the last tier: it holds for every card. */
export const EVERYTHING: ConditionGroup = { all: [] };

export const isGroup = (condition: TierCondition): condition is ConditionGroup => !('check' in condition);
export const partsOf = (group: ConditionGroup): readonly TierCondition[] => ('all' in group ? group.all : group.any);
export const isEverything = (condition: TierCondition): boolean => 'all' in condition && condition.all.length === 0;

/** The facts that a condition looks at, and no others. */
export const factsOf = (condition: TierCondition): readonly (keyof TierFacts)[] =>
  isGroup(condition) ? partsOf(condition).flatMap(factsOf) : [factOf(condition.check)];

/**
 * Kleene's strong logic of three values: all is no as soon as one part is, any is a hit as soon as one part is; otherwise
 * an unknown part makes the whole unknown. All of nothing is a hit, any of nothing is not.
 */
export function answerOf(condition: TierCondition, facts: TierFacts): Answer {
  if (!isGroup(condition)) return ask(facts, condition);
  const [deciding, otherwise]: readonly [Answer, Answer] = 'all' in condition ? ['no', 'hit'] : ['hit', 'no'];
  let isUnknown = false;
  for (const part of partsOf(condition)) {
    const answer = answerOf(part, facts);
    if (answer === deciding) return deciding;
    isUnknown ||= answer === 'unknown';
  }
  return isUnknown ? 'unknown' : otherwise;
}
