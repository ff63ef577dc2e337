import { classDeadline, type Deadline, earliestDeadline, firstReplyDeadline } from '@/domain/clocks/deadline';
import type { Instant } from '@/domain/clocks/instant';
import type { DeadlineKind } from '@/domain/desk/task';
import type { Tier } from '@/domain/tiers/tier';
import type { NewCard } from './open-cards';

/** The clock that counts now, and the card's own which holds again once the customer is answered. */
export interface CardClocks {
  readonly warnAt: Instant | null;
  readonly dueAt: Instant;
  readonly dueKind: DeadlineKind;
  readonly workWarnAt: Instant | null;
  readonly workDueAt: Instant;
  readonly workDueKind: DeadlineKind;
}

/** Class, tier and first reply can each set a deadline; the earliest wins and the card says which it was. */
export function clocksOf(card: Pick<NewCard, 'class' | 'at' | 'isMessage'>, tier: Tier): CardClocks {
  const tierDeadline: Deadline = {
    kind: 'tier',
    warnAt: card.at + tier.warnMs,
    dueAt: card.at + tier.respondMs,
  };
  const ofClass = card.class === null ? null : classDeadline(card.class, card.at);
  const work = earliestDeadline(ofClass === null ? [tierDeadline] : [tierDeadline, ofClass]);
  const now = card.isMessage ? earliestDeadline([work, firstReplyDeadline(card.at)]) : work;
  return {
    warnAt: now.warnAt,
    dueAt: now.dueAt,
    dueKind: now.kind,
    workWarnAt: work.warnAt,
    workDueAt: work.dueAt,
    workDueKind: work.kind,
  };
}
