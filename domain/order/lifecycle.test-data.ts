import fc from 'fast-check';
import type { Lifecycle } from './lifecycle';
import { ORDER_STATUSES } from './order';

const T0 = Date.UTC(2026, 10, 11);
const orNull = fc.option(fc.integer({ min: T0 + 1, max: T0 + 100 }), { nil: null });

/** Any combination of status, review and times, also such as no platform would send. */
export const anyLifecycle: fc.Arbitrary<Lifecycle> = fc.record({
  status: fc.constantFrom(...ORDER_STATUSES),
  review: fc.constantFrom('pending', 'held', 'released', 'rejected'),
  createdAt: orNull,
  paidAt: orNull,
  releasedAt: orNull,
  pickedAt: orNull,
  packedAt: orNull,
  collectedAt: orNull,
  signedAt: orNull,
});
