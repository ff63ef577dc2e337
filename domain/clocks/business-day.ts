import { DAY_MS, HOUR_MS, type Instant } from './instant';

/**
 * When a working day ends, the same every day; when it begins decides no deadline. closesMs counts from local midnight,
 * offsetMs is local time minus UTC, for zones without summer time.
 */
export interface BusinessDay {
  readonly closesMs: number;
  readonly offsetMs: number;
}

/** Until 21:00 in Asia/Shanghai (GMT+8, no summer time), seven days a week as shops work. */
export const SHANGHAI_DAY: BusinessDay = { closesMs: 21 * HOUR_MS, offsetMs: 8 * HOUR_MS };

/**
 * The close of the business day in which `at` falls. Before opening it is the same day's close; at or after closing it
 * is the next day's, because nobody works on it before then. Always later than `at`.
 */
export function sameBusinessDayEnd(at: Instant, day: BusinessDay = SHANGHAI_DAY): Instant {
  const midnight = Math.floor((at + day.offsetMs) / DAY_MS) * DAY_MS - day.offsetMs;
  const close = midnight + day.closesMs;
  return at < close ? close : close + DAY_MS;
}
