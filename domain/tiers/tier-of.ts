import { answerOf } from './condition';
import type { Tier, TierFacts } from './tier';

/**
 * The first tier in order whose condition holds; the last when none does, so that no card is without one. What is not
 * known is no reason to raise a card. Throws a RangeError when there are no tiers at all.
 */
export function tierOf(facts: TierFacts, tiers: readonly Tier[]): Tier {
  const tier = tiers.find(({ condition }) => answerOf(condition, facts) === 'hit') ?? tiers.at(-1);
  if (tier === undefined) throw new RangeError('there are no tiers');
  return tier;
}
