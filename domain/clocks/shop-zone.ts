import { HOUR_MS, type Instant } from './instant';

/** The zone in which shops live: every time is shown and entered in it, wherever the browser stands. */
export const TIME_ZONE = 'Asia/Shanghai';
/** GMT+8; no summer time since 1991. */
const OFFSET_MS = 8 * HOUR_MS;

/** A moment as a field for day and time holds it, in the shops' zone, to the minute: "2026-11-11T20:00". */
export const minuteText = (at: Instant): string => new Date(at + OFFSET_MS).toISOString().slice(0, 16);

/** The moment that such a text names in the shops' zone; null where it names none. */
export function minuteOf(text: string): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return null;
  const at = Date.parse(`${text}Z`);
  return Number.isNaN(at) ? null : at - OFFSET_MS;
}

/** Midnight in the shops' zone of the day that this UTC midnight stands for. */
export const shopMidnight = (utcMidnight: Instant): Instant => utcMidnight - OFFSET_MS;
