import type { DeadlineKind } from '@/domain/desk/task';
import type { OrderClass } from '@/domain/triage/verdict';
import { type BusinessDay, SHANGHAI_DAY, sameBusinessDayEnd } from './business-day';
import { type Instant, MINUTE_MS } from './instant';

/** When something must be done, when to begin warning, and which clock says so. */
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly dueAt: Instant;
  readonly warnAt: Instant;
}

/** A buyer whose order waits for a confirmation is contacted within this time. */
const CONFIRM_WITHIN_MS = 30 * MINUTE_MS;
/** Satisfaction falls sharply after 8 minutes without a first reply. */
const FIRST_REPLY_WITHIN_MS = 8 * MINUTE_MS;
const FIRST_REPLY_WARN_MS = 3 * MINUTE_MS;
/** A warning begins when this share of the time is left, in percent. */
const WARN_LEFT_PERCENT = 25;

/** When a quarter of the time from opening to deadline is left. */
export function warnAtOf(openedAt: Instant, dueAt: Instant): Instant {
  return dueAt - Math.floor(((dueAt - openedAt) * WARN_LEFT_PERCENT) / 100);
}

/** The clock of a class: confirm 30 minutes, abnormal the same business day; normal and urgent have none of their own. */
export function classDeadline(
  orderClass: OrderClass | null,
  openedAt: Instant,
  day: BusinessDay = SHANGHAI_DAY,
): Deadline | null {
  switch (orderClass) {
    case 'confirm':
      return withWarning('class', openedAt, openedAt + CONFIRM_WITHIN_MS);
    case 'abnormal':
      return withWarning('class', openedAt, sameBusinessDayEnd(openedAt, day));
    case 'normal':
    case 'urgent':
    case null:
      return null;
  }
}

/** The clock of a customer's unanswered message: warn after 3 minutes, due after 8. */
export function firstReplyDeadline(messageAt: Instant): Deadline {
  return { kind: 'first-reply', dueAt: messageAt + FIRST_REPLY_WITHIN_MS, warnAt: messageAt + FIRST_REPLY_WARN_MS };
}

/** The deadline that counts: the earliest due; of equal ones the first given. Throws a RangeError when there is none. */
export function earliestDeadline(deadlines: readonly (Deadline | null)[]): Deadline {
  const [first, ...others] = deadlines.filter((deadline) => deadline !== null);
  if (first === undefined) throw new RangeError('there is no deadline');
  return others.reduce((earliest, deadline) => (deadline.dueAt < earliest.dueAt ? deadline : earliest), first);
}

function withWarning(kind: DeadlineKind, openedAt: Instant, dueAt: Instant): Deadline {
  return { kind, dueAt, warnAt: warnAtOf(openedAt, dueAt) };
}
