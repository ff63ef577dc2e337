import { sameBusinessDayEnd } from '@/domain/clocks/business-day';
import { classDeadline, type Deadline, earliestDeadline, firstReplyDeadline } from '@/domain/clocks/deadline';
import type { Instant } from '@/domain/clocks/instant';
import type { DeadlineKind } from '@/domain/desk/task';
import type { OrderClass } from '@/domain/triage/verdict';
import type { Tier } from './tier';

/** The clock that counts now, and the card's own which holds again once the customer is answered. */
export interface CardClocks {
  readonly warnAt: Instant | null;
  readonly dueAt: Instant;
  readonly dueKind: DeadlineKind;
  readonly workWarnAt: Instant | null;
  readonly workDueAt: Instant;
  readonly workDueKind: DeadlineKind;
}

/** From when on each of a card's clocks runs. */
export interface ClockStarts {
  readonly class: OrderClass | null;
  readonly tierSince: Instant;
  readonly classSince: Instant;
  /** When the first message came that is still unanswered; null = nobody waits. */
  readonly waitingSince: Instant | null;
}

/** When a card of this tier is due and when it warns. The warning never lies before the start. */
export function tierDeadline({ respond, warn }: Pick<Tier, 'respond' | 'warn'>, since: Instant): Deadline {
  const dueAt = respond.kind === 'within' ? since + respond.ms : sameBusinessDayEnd(since);
  const leftMs = warn.kind === 'before' ? warn.ms : Math.floor(((dueAt - since) * warn.leftPercent) / 100);
  return { kind: 'tier', dueAt, warnAt: Math.max(since, dueAt - leftMs) };
}

/** Class, tier and first reply can each set a deadline; the earliest wins and the card says which it was. */
export function clocksOf(starts: ClockStarts, tier: Pick<Tier, 'respond' | 'warn'>): CardClocks {
  const work = earliestDeadline([tierDeadline(tier, starts.tierSince), classDeadline(starts.class, starts.classSince)]);
  const now = starts.waitingSince === null ? work : earliestDeadline([work, firstReplyDeadline(starts.waitingSince)]);
  return {
    warnAt: now.warnAt,
    dueAt: now.dueAt,
    dueKind: now.kind,
    workWarnAt: work.warnAt,
    workDueAt: work.dueAt,
    workDueKind: work.kind,
  };
}
