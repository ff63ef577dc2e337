import type { ChangeWindow, OrderState } from './channel';

/**
 * Where to go on after a page of orders sorted by their time of change, the oldest first; null at the end. The window rolls on
 * to the last time seen instead of turning pages: an order that changes meanwhile leaves the window, and every later page would
 * move up by one and hide an order. Only within one second, or where the platform did not sort, pages are turned.
 */
export function rollOn(window: ChangeWindow, orders: readonly OrderState[], pageSize: number): ChangeWindow | null {
  if (orders.length < pageSize) return null;
  const isSorted = orders.every(({ version }, n) => version >= (orders[n - 1]?.version ?? 0));
  const last = orders.at(-1)?.version ?? 0;
  return isSorted && last > window.from ? { ...window, from: last, page: 0 } : { ...window, page: window.page + 1 };
}
