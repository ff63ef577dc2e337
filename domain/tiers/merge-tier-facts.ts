import type { TierFacts } from './tier';

/** Enough to judge how long somebody was left without an answer; older times can no longer matter. */
const KEPT_TIMES = 60;

const union = <T>(a: readonly T[], b: readonly T[]): readonly T[] => [...new Set([...a, ...b])];

/**
 * What is known of a card when another reason has joined it: the later word counts where there is one, what was once
 * asked, threatened or left unanswered stays on record.
 */
export function mergeTierFacts(before: TierFacts, later: TierFacts): TierFacts {
  return {
    class: later.class ?? before.class,
    isUrgent: before.isUrgent === true || later.isUrgent === true ? true : (later.isUrgent ?? before.isUrgent),
    isConversation: before.isConversation || later.isConversation,
    platform: later.platform ?? before.platform,
    paidFen: later.paidFen ?? before.paidFen,
    tags: later.tags ?? before.tags,
    holds: later.holds ?? before.holds,
    intents: union(before.intents, later.intents),
    warnings: union(before.warnings, later.warnings),
    writtenAt: [...before.writtenAt, ...later.writtenAt].slice(-KEPT_TIMES),
  };
}
