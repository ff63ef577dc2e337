import type { Tier, TierCondition, TierFacts } from './tier';

/**
 * The first tier, by ascending position, whose condition holds; the lowest tier when none does, so that no card is
 * without one. Throws a RangeError when there are no tiers at all.
 */
export function tierOf(facts: TierFacts, tiers: readonly Tier[]): Tier {
  const ordered = tiers.toSorted((a, b) => a.position - b.position);
  const tier = ordered.find(({ condition }) => holds(condition, facts)) ?? ordered.at(-1);
  if (tier === undefined) throw new RangeError('there are no tiers');
  return tier;
}

function holds(condition: TierCondition, facts: TierFacts): boolean {
  const { classes, isUrgent, isConversation, minPaidFen, anyTag, anyIntent } = condition;
  return (
    (classes === undefined || (facts.class !== null && classes.includes(facts.class))) &&
    (isUrgent === undefined || isUrgent === facts.isUrgent) &&
    (isConversation === undefined || isConversation === facts.isConversation) &&
    (minPaidFen === undefined || (facts.paidFen !== null && facts.paidFen >= minPaidFen)) &&
    (anyTag === undefined || anyTag.some((tag) => facts.tags.includes(tag))) &&
    (anyIntent === undefined || anyIntent.some((intent) => facts.intents.includes(intent)))
  );
}
