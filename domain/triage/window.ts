import type { Instant } from '@/domain/clocks/instant';

/**
 * The largest number of `times` in any closed window [s, s + windowMs] that contains `at`. `times` is ascending and
 * holds `at` itself where it is one of them. The one definition of a burst: SQL features and previews are tested
 * against it.
 */
export function maxInWindow(times: readonly Instant[], at: Instant, windowMs: number): number {
  let first = lowerBound(times, at - windowMs);
  let end = first;
  let most = 0;
  for (;;) {
    const next = times[first];
    const start = next === undefined || next > at ? at : next;
    while (end < times.length && (times[end] ?? Number.POSITIVE_INFINITY) <= start + windowMs) end += 1;
    most = Math.max(most, end - first);
    if (start === at) return most;
    first += 1;
  }
}

/** Index of the first time that is not before `from`. */
function lowerBound(times: readonly Instant[], from: Instant): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
