import { type Instant, MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { ChangeWindow } from '../channel';

/** The most that pdd.order.number.list.increment.get gives at once, and the longest span that it looks at. */
export const PAGE_SIZE = 100;
const SPAN_MS = 30 * MINUTE_MS;

/** The part of a window that one call looks at, in seconds. */
export const spanOf = ({ from, until }: ChangeWindow): { readonly start: number; readonly end: number } => ({
  start: Math.floor(from / SECOND_MS),
  end: Math.floor(Math.min(until, from + SPAN_MS) / SECOND_MS),
});

/** The page to ask for; 0 stands for a first look at page 1, which tells how many there are. */
export const pageOf = ({ page }: ChangeWindow): number => Math.max(1, page);

/** The next half hour, once a span has been looked at; null at the end. */
function nextSpan({ from, until }: ChangeWindow): ChangeWindow | null {
  const next: Instant = from + SPAN_MS;
  return next < until ? { from: next, until, page: 0 } : null;
}

/**
 * Where to go on: from the last page back to the first. An order that changes meanwhile leaves the span, and all after it move
 * up; paging backwards they are seen twice, paging forwards one would be hidden. Source: the interface's own documentation.
 */
export function nextWindow(window: ChangeWindow, total: number): ChangeWindow | null {
  const pages = Math.ceil(total / PAGE_SIZE);
  if (window.page === 0) return pages > 1 ? { ...window, page: pages } : nextSpan(window);
  return window.page > 1 ? { ...window, page: window.page - 1 } : nextSpan(window);
}
