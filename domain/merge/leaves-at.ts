import type { Instant } from '@/domain/clocks/instant';

/**
 * When orders that belong together leave: each newcomer begins the wait anew, so that a person, or the next order, has its
 * whole length, but the first of them waits no longer than twice that.
 */
export const leavesAt = (releasedAt: readonly [Instant, ...Instant[]], waitMs: number): Instant =>
  Math.min(Math.max(...releasedAt) + waitMs, Math.min(...releasedAt) + 2 * waitMs);
