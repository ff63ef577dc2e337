import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';

export type TimeRefusal = 'not-a-time' | 'no-such-date' | 'too-far-ahead' | 'too-old';
export type ReadTime =
  | { readonly isRead: true; readonly at: Instant }
  | { readonly isRead: false; readonly refusal: TimeRefusal };

/** Shop platforms write local times without a zone in China Standard Time (GMT+8, no summer time since 1991). */
export const CHINA_OFFSET_MS = 8 * HOUR_MS;
/** A promised delivery of a pre-sale lies months ahead; more than this is a slip of the pen. */
export const MAX_AHEAD_MS = 366 * DAY_MS;
/** 2003-01-01T00:00:00Z: older than the oldest platform we read. */
export const OLDEST: Instant = 1_041_379_200_000;

const TEXT =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/iu;
const COMPACT = /^(20\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/u;
const EPOCH = /^\d{9,13}$/u;
const SECONDS_BELOW = 100_000_000_000;

const refused = (refusal: TimeRefusal): ReadTime => ({ isRead: false, refusal });

/**
 * Reads a time as a platform writes it: ISO 8601, "2016/5/23 22:02" and "20200221000002" in GMT+8, or epoch seconds or
 * milliseconds (number or digits). Refuses dates that do not exist (0000-00-00, 2026-02-30), times more than
 * MAX_AHEAD_MS after `now`, and times before OLDEST.
 */
export function parseTime(raw: string | number, now: Instant): ReadTime {
  const text = typeof raw === 'number' ? String(raw) : raw.normalize('NFKC').trim();
  const compact = COMPACT.exec(text);
  if (compact === null && EPOCH.test(text)) return fromEpoch(Number(text), now);
  const parts = compact ?? TEXT.exec(text);
  if (parts === null) return refused('not-a-time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return refused('no-such-date');
  const fraction = compact === null ? Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3)) : 0;
  const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  return inRange(local - offsetOf(compact === null ? parts[8] : undefined), now);
}

function fromEpoch(value: number, now: Instant): ReadTime {
  return inRange(value < SECONDS_BELOW ? value * SECOND_MS : value, now);
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return CHINA_OFFSET_MS;
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.replace(':', '');
  const size = Number(digits.slice(1, 3)) * HOUR_MS + Number(digits.slice(3, 5)) * MINUTE_MS;
  return digits.startsWith('-') ? -size : size;
}

function inRange(at: Instant, now: Instant): ReadTime {
  if (at > now + MAX_AHEAD_MS) return refused('too-far-ahead');
  return at < OLDEST ? refused('too-old') : { isRead: true, at };
}
