import { DAY_MS, HOUR_MS, type Instant } from '@/domain/clocks/instant';
import type { Random } from '@/sim/shop/random';

/** Orders an hour at each hour of the day in Shanghai, as a part of the day's: quiet at four, a peak in the evening. */
const DAILY_CURVE = [2, 1, 1, 0.5, 0.5, 1, 2, 3, 4, 5, 6, 6, 5, 5, 5, 5, 5, 5, 6, 7, 9, 9, 7, 4];
const CURVE_SUM = DAILY_CURVE.reduce((sum, part) => sum + part, 0);
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;
const STEP_MS = HOUR_MS / 60;

export interface ArrivalPlan {
  readonly from: Instant;
  readonly until: Instant;
  readonly perDay: number;
  /** The day of `until`, in Shanghai. */
  readonly todayTimes: number;
  /** At least so many an hour in the last `surgeMs`, so that there is something to see at any hour of the day. */
  readonly surgePerHour: number;
  readonly surgeMs: number;
}

const shanghaiDay = (at: Instant): number => Math.floor((at + SHANGHAI_OFFSET_MS) / DAY_MS);
const shanghaiHour = (at: Instant): number => Math.floor(((at + SHANGHAI_OFFSET_MS) % DAY_MS) / HOUR_MS);

/** When orders were placed: at random around a daily curve, more today, ascending. */
export function arrivals(random: Random, plan: ArrivalPlan): Instant[] {
  const times: Instant[] = [];
  for (let at = plan.from; at < plan.until; at += STEP_MS) {
    const isToday = shanghaiDay(at) === shanghaiDay(plan.until);
    const share = (DAILY_CURVE[shanghaiHour(at)] ?? 0) / CURVE_SUM;
    const usual = plan.perDay * share * (isToday ? plan.todayTimes : 1);
    const perHour = plan.until - at <= plan.surgeMs ? Math.max(usual, plan.surgePerHour) : usual;
    const expected = (perHour * STEP_MS) / HOUR_MS;
    const count = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
    for (let n = 0; n < count; n += 1) times.push(Math.round(at + random.next() * STEP_MS));
  }
  return times.filter((at) => at < plan.until).sort((a, b) => a - b);
}
