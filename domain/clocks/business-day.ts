import { DAY_MS, HOUR_MS, type Instant } from './instant';

/** One working day, the same every day. offsetMs is local time minus UTC; zones without summer time only. */
export interface BusinessDay {
  readonly opensMs: number;
  readonly closesMs: number;
  readonly offsetMs: number;
}

/** 09:00 to 21:00 in Asia/Shanghai (GMT+8, no summer time), seven days a week as shops work. */
export const SHANGHAI_DAY: BusinessDay = { opensMs: 9 * HOUR_MS, closesMs: 21 * HOUR_MS, offsetMs: 8 * HOUR_MS };

/**
 * The close of the business day in which `at` falls. Before opening it is the same day's close; at or after closing it
 * is the next day's, because nobody works on it before then. Always later than `at`.
 */
export function sameBusinessDayEnd(at: Instant, day: BusinessDay = SHANGHAI_DAY): Instant {
  const midnight = Math.floor((at + day.offsetMs) / DAY_MS) * DAY_MS - day.offsetMs;
  const close = midnight + day.closesMs;
  return at < close ? close : close + DAY_MS;
}
