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

/** Something that happened at a time and belongs to somebody. */
export interface Owned {
  readonly at: Instant;
  readonly owner: string;
}

/**
 * The largest number of different owners in any closed window [s, s + windowMs] that contains `at`. `all` is ascending.
 * The one definition of "many accounts": SQL features and previews are tested against it.
 */
export function maxOwnersInWindow(all: readonly Owned[], at: Instant, windowMs: number): number {
  const inside = new Map<string, number>();
  let most = 0;
  let first = 0;
  for (const { at: end, owner } of all) {
    if (end < at - windowMs) {
      first += 1;
      continue;
    }
    if (end > at + windowMs) break;
    inside.set(owner, (inside.get(owner) ?? 0) + 1);
    for (let oldest = all[first]; oldest && oldest.at < end - windowMs; oldest = all[first]) {
      const left = (inside.get(oldest.owner) ?? 0) - 1;
      if (left <= 0) inside.delete(oldest.owner);
      else inside.set(oldest.owner, left);
      first += 1;
    }
    most = Math.max(most, inside.size);
  }
  return most;
}
