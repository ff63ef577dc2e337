import { MINUTE_MS, SECOND_MS } from '../clocks/instant';

/** Tries of a message in all, before it is given up. */
export const MOST_TRIES = 6;
const BASE_MS = 2 * SECOND_MS;
const CAP_MS = 5 * MINUTE_MS;

/**
 * How long to wait before another try of a message that has failed `tries` times, or null: that was the last. Full jitter:
 * anything from nothing to a ceiling that doubles with each try, so that what failed together does not come again together.
 * `random` gives from 0 up to 1.
 */
export function retryAfterMs(tries: number, random: () => number): number | null {
  if (tries >= MOST_TRIES) return null;
  return Math.floor(random() * Math.min(CAP_MS, BASE_MS * 2 ** Math.max(0, tries - 1)));
}
