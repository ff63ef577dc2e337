import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { ChangeWindow } from '../channel';

/** What the platform advises; it gives 100 at most. */
export const PAGE_SIZE = 50;
/** The span of one list: the platform advises half an hour and takes a day at most. */
const SLICE_MS = 30 * MINUTE_MS;

/** Where the list that a window stands at ends. */
export const sliceEnd = ({ from, until }: ChangeWindow): number => Math.min(until, from + SLICE_MS);

/**
 * Where to go on; null at the end. Page 0 counts what changed, then pages are turned from the last to the first, as the platform
 * advises: a trade that changes meanwhile leaves the list, what follows moves up, and so to a page that is still to come. `total`
 * is what page 0 counted; null on other pages.
 */
export function nextPage(window: ChangeWindow, total: number | null): ChangeWindow | null {
  const pages = total === null ? window.page - 1 : Math.ceil(total / PAGE_SIZE);
  const isSliceOver = total === null ? pages < 1 : pages <= 1;
  if (!isSliceOver) return { ...window, page: pages };
  const from = sliceEnd(window);
  return window.until - from < SECOND_MS ? null : { ...window, from, page: 0 };
}
