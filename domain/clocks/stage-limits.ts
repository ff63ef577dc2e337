import type { Stage } from '@/domain/order/lifecycle';
import { HOUR_MS, MINUTE_MS } from './instant';

/** How long an order may stay in a stage, and from when on it counts as stuck. */
export interface StageLimit {
  readonly limitMs: number;
  readonly warnMs: number;
}

/**
 * Default limits of the six stages. Payment counts from the moment a payment is reported or attempted, so an unpaid
 * order is never late; delivery counts time without a scan.
 */
export const STAGE_LIMITS: Readonly<Record<Stage, StageLimit>> = {
  payment: { limitMs: 2 * MINUTE_MS, warnMs: 5 * MINUTE_MS },
  review: { limitMs: 10 * MINUTE_MS, warnMs: 30 * MINUTE_MS },
  picking: { limitMs: 30 * MINUTE_MS, warnMs: 45 * MINUTE_MS },
  packing: { limitMs: HOUR_MS, warnMs: 2 * HOUR_MS },
  collection: { limitMs: 2 * HOUR_MS, warnMs: 3 * HOUR_MS },
  delivery: { limitMs: 24 * HOUR_MS, warnMs: 72 * HOUR_MS },
};
