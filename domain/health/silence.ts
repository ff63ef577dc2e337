import { type Instant, MINUTE_MS } from '../clocks/instant';

/** What is known of how long a shop is normally quiet at one hour of the day. */
export type Rhythm =
  | { readonly kind: 'learning'; readonly days: number }
  | { readonly kind: 'known'; readonly days: number; readonly normalMs: number; readonly limitMs: number };

/** Days that have to be known before silence can be told from quiet. */
export const LEAST_DAYS = 3;
/** A busy shop's gaps are seconds: below this nobody is to be called. */
const LEAST_LIMIT_MS = 5 * MINUTE_MS;

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const [upper = 0, lower = 0] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}

/**
 * The rhythm of one hour of the day, from the longest gap between two messages around that hour on each of the last days (days
 * without any message left out), and of how many times the normal is silence. Normal is the median of those: the longest gap of an ordinary day, so that one odd day does
 * not count, and messages that come at random do not cross a multiple of the normal by chance.
 */
export function rhythmOf(longestGapsMs: readonly number[], factor: number): Rhythm {
  const days = longestGapsMs.length;
  if (days < LEAST_DAYS) return { kind: 'learning', days };
  const normalMs = medianOf([...longestGapsMs].sort((a, b) => a - b));
  return { kind: 'known', days, normalMs, limitMs: Math.max(LEAST_LIMIT_MS, factor * normalMs) };
}

/**
 * Since when the quiet counts: from the last message, or from when something was to be expected (0: always) where that is later.
 * null: nothing ever came, or nothing is to be expected.
 */
export const quietSince = (lastAt: Instant | null, expectedSince: Instant | null): Instant | null =>
  lastAt === null || expectedSince === null ? null : Math.max(lastAt, expectedSince);

/** Whether it has been quiet for longer than the limit; false where that is not known. */
export const isSilent = (rhythm: Rhythm, since: Instant | null, now: Instant): boolean =>
  rhythm.kind === 'known' && since !== null && now - since > rhythm.limitMs;
