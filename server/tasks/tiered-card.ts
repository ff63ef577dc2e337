import { type CardClocks, clocksOf } from '@/domain/tiers/card-clocks';
import type { Tier, TierSet } from '@/domain/tiers/tier';
import { tierOf } from '@/domain/tiers/tier-of';
import type { NewCard } from './open-cards';

/** A new card with its tier and clocks, before it has a seat. */
export interface TieredCard {
  readonly card: NewCard;
  readonly tier: Tier;
  /** The version of the tiers that judged it. */
  readonly tierVersion: number;
  readonly groupId: string;
  readonly clocks: CardClocks;
}

/** The clocks that a reason starts under a tier. */
export const clocksFor = (card: NewCard, tier: Tier): CardClocks =>
  clocksOf(
    { class: card.class, tierSince: card.at, classSince: card.at, waitingSince: card.isMessage ? card.at : null },
    tier,
  );

/** Judges a new card by the tiers in force. */
export function tiered(card: NewCard, { version, tiers }: TierSet): TieredCard {
  const tier = tierOf(card.tierFacts, tiers);
  const groupId = tier.ownerGroupId ?? card.groupId;
  return { card, tier, tierVersion: version, groupId, clocks: clocksFor(card, tier) };
}
