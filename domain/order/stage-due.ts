import { HOUR_MS, type Instant } from '@/domain/clocks/instant';
import { STAGE_LIMITS } from '@/domain/clocks/stage-limits';
import type { Stage } from './lifecycle';

/** From so long before on the time to ship is said to run out. */
export const SHIP_SOON_MS = 4 * HOUR_MS;
/** The stages in which an order still has to leave, and may. */
export const STAGES_TO_SHIP = ['review', 'picking', 'packing'] as const satisfies readonly Stage[];

/** How the time to ship stands of an order that has still to leave; null where no platform set one, or it is far off. */
export function shipDueOf(order: {
  readonly stage: Stage | null;
  readonly shipBy: Instant | null;
  readonly now: Instant;
}): 'soon' | 'passed' | null {
  const { stage, shipBy, now } = order;
  if (shipBy === null || !STAGES_TO_SHIP.some((one) => one === stage) || shipBy - now > SHIP_SOON_MS) return null;
  return shipBy <= now ? 'passed' : 'soon';
}

/**
 * When the stage that an order stands in must be over; null where no clock runs. Payment has none here (an unpaid order is
 * never late). Until it is packed, no later than its platform wants it to leave; delivery goes by the promised time where one is
 * known.
 */
export function stageDueAt(order: {
  readonly stage: Stage | null;
  readonly stageSince: Instant | null;
  readonly shipBy: Instant | null;
  readonly promisedAt: Instant | null;
}): Instant | null {
  const { stage, stageSince, shipBy, promisedAt } = order;
  if (stage === null || stage === 'payment' || stageSince === null) return null;
  if (stage === 'delivery') return promisedAt ?? stageSince + STAGE_LIMITS.delivery.warnMs;
  const dueAt = stageSince + STAGE_LIMITS[stage].limitMs;
  return stage === 'collection' || shipBy === null ? dueAt : Math.min(dueAt, shipBy);
}

/** How far a finished stage went over its limit, in ms; null where it kept to it or has none of its own. */
export function stageOverrunMs(stage: Stage, elapsedMs: number | null): number | null {
  if (elapsedMs === null || stage === 'payment' || stage === 'delivery') return null;
  const overMs = elapsedMs - STAGE_LIMITS[stage].limitMs;
  return overMs > 0 ? overMs : null;
}
