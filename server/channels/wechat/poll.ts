import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { ChangeWindow } from '../channel';

/** The most that the list gives at once. */
export const PAGE_SIZE = 100;
/** The longest span that it looks at is seven days. */
const MOST_SPAN_MS = 6 * 24 * 60 * MINUTE_MS;
/** A window is looked at in at most so many spans, unless the platform wants them narrower. */
const SPANS = 60;

/**
 * The span that one list covers. The list gives numbers alone, and an order counts as known that was asked for after its span:
 * so spans are as narrow as a look can afford. `page` says how often the platform found them too wide.
 */
export function spanEnd({ from, until, page }: ChangeWindow): number {
  const usual = Math.min(MOST_SPAN_MS, Math.max(MINUTE_MS, Math.ceil((until - from) / SPANS)));
  return Math.min(until, from + Math.max(SECOND_MS, Math.floor(usual / 2 ** page)));
}

/** The same place with spans half as wide; null where they cannot be narrower. */
export const narrower = (window: ChangeWindow): ChangeWindow | null =>
  spanEnd(window) - window.from <= SECOND_MS ? null : { ...window, page: window.page + 1 };

/** Where to go on: within the span by the platform's own word, else at the next span; null at the end. */
export function nextWindow(window: ChangeWindow, end: number, nextKey: string | null): ChangeWindow | null {
  if (nextKey !== null) return { ...window, cursor: nextKey };
  const { until, page } = window;
  return end < until ? { from: end, until, page } : null;
}
