import { type Instant, MINUTE_MS } from './instant';

/**
 * How pressing a card is. After a breach a customer complains 7 minutes later on average, and most forgive when told
 * soon: for 10 minutes the card is "golden", then plainly overdue.
 */
export type Urgency = 'calm' | 'amber' | 'golden' | 'overdue';

export const GOLDEN_WINDOW_MS = 10 * MINUTE_MS;

/** A card is overdue from the instant it is due. */
export const isOverdue = (now: Instant, dueAt: Instant): boolean => now >= dueAt;

/** Amber from warnAt (a quarter of the time left) on; null = no warning before the breach. */
export function urgencyOf(now: Instant, warnAt: Instant | null, dueAt: Instant): Urgency {
  if (isOverdue(now, dueAt)) return now < dueAt + GOLDEN_WINDOW_MS ? 'golden' : 'overdue';
  return warnAt !== null && now >= warnAt ? 'amber' : 'calm';
}
