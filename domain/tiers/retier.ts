import { earliestDeadline } from '@/domain/clocks/deadline';
import type { Instant } from '@/domain/clocks/instant';
import { isOverdue } from '@/domain/clocks/overdue';
import { type CardClocks, type ClockStarts, clocksOf } from './card-clocks';
import type { Tier, TierFacts } from './tier';
import { tierOf } from './tier-of';

/** An open card as it stands under the tiers it was last judged by. */
export interface CardUnderTier extends ClockStarts, CardClocks {
  readonly tierId: string;
  readonly facts: TierFacts;
}

/** What other tiers make of a card. */
export interface Retiered {
  readonly tierId: string;
  readonly clocks: CardClocks;
  readonly isOverdue: boolean;
}

const respondMs = ({ respond }: Tier): number | null => (respond.kind === 'within' ? respond.ms : null);
const warnValue = ({ warn }: Tier): number => (warn.kind === 'share' ? warn.leftPercent : warn.ms);
const hasSameTimes = (a: Tier, b: Tier): boolean =>
  respondMs(a) === respondMs(b) && a.warn.kind === b.warn.kind && warnValue(a) === warnValue(b);

/**
 * Whether other tiers leave a card where it is. `before` = its tier as it was when the card was judged (undefined: no
 * longer known).
 */
function isLeftAlone(
  { tierId, facts }: Pick<CardUnderTier, 'tierId' | 'facts'>,
  before: Tier | undefined,
  tiers: readonly Tier[],
): boolean {
  const tier = tierOf(facts, tiers);
  return tier.id === tierId && before !== undefined && hasSameTimes(before, tier);
}

/** A stage that is late sets a deadline of its own, which tiers do not touch. */
function withStage(card: CardUnderTier, clocks: CardClocks): CardClocks {
  if (card.workDueKind !== 'stage') return clocks;
  const stage = { kind: 'stage', dueAt: card.workDueAt, warnAt: card.workWarnAt ?? card.workDueAt } as const;
  const earlier = (dueAt: Instant, warnAt: Instant | null, kind: CardClocks['dueKind']) =>
    earliestDeadline([{ kind, dueAt, warnAt: warnAt ?? dueAt }, stage]);
  const work = earlier(clocks.workDueAt, clocks.workWarnAt, clocks.workDueKind);
  const now = earlier(clocks.dueAt, clocks.warnAt, clocks.dueKind);
  return {
    ...{ warnAt: now.warnAt, dueAt: now.dueAt, dueKind: now.kind },
    ...{ workWarnAt: work.warnAt, workDueAt: work.dueAt, workDueKind: work.kind },
  };
}

/**
 * Judges an open card by other tiers; null when they leave it alone. A card keeps the moment from which its tier's clock runs, so a shorter time
 * can make it overdue at once.
 */
export function retier(
  card: CardUnderTier,
  before: Tier | undefined,
  tiers: readonly Tier[],
  now: Instant,
): Retiered | null {
  if (isLeftAlone(card, before, tiers)) return null;
  const tier = tierOf(card.facts, tiers);
  const clocks = withStage(card, clocksOf(card, tier));
  return { tierId: tier.id, clocks, isOverdue: isOverdue(now, clocks.dueAt) };
}
