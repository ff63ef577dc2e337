import fc from 'fast-check';
import { MINUTE_MS } from '@/domain/clocks/instant';
import { PLATFORMS } from '@/domain/order/platform';
import { ORDER_CLASSES } from '@/domain/triage/verdict';
import { CHECK_NAMES, type CheckCall, newCheck } from './checks';
import { EVERYTHING, type TierCondition } from './condition';
import { COMPLAINT_WARNINGS, NO_FACTS, type Tier, type TierFacts } from './tier';

const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const some = <T>(values: readonly T[]) => fc.subarray([...values]);

/** Any facts a tier may meet, those at the edge of the default checks often. */
export const anyTierFacts: fc.Arbitrary<TierFacts> = fc.record({
  class: orNull(fc.constantFrom(...ORDER_CLASSES)),
  isUrgent: orNull(fc.boolean()),
  isConversation: fc.boolean(),
  platform: orNull(fc.constantFrom(...PLATFORMS)),
  paidFen: orNull(fc.constantFrom(0, 999_999, 1_000_000, 2_000_000)),
  tags: orNull(some(['VIP', 'new'])),
  holds: orNull(some(['dispute', 'locked'])),
  intents: some(['complaint', 'greeting']),
  warnings: some(COMPLAINT_WARNINGS),
  writtenAt: fc.array(orNull(fc.integer({ min: 0, max: 5_000 }).map((minutes) => minutes * MINUTE_MS)), {
    maxLength: 8,
  }),
});

const anyCheck: fc.Arbitrary<CheckCall> = fc.constantFrom(...CHECK_NAMES).map(newCheck);

/** Any condition up to three levels deep. */
export const anyTierCondition: fc.Arbitrary<TierCondition> = fc.letrec<{ condition: TierCondition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    anyCheck,
    fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })),
  ),
})).condition;

/** A tier, two hours, that warns when a quarter of them is left. */
export const aTier = (id: string, condition: TierCondition = EVERYTHING, values: Partial<Tier> = {}): Tier => ({
  id,
  name: { 'zh-CN': id, en: id },
  condition,
  respond: { kind: 'within', ms: 120 * MINUTE_MS },
  warn: { kind: 'share', leftPercent: 25 },
  skill: null,
  ownerGroupId: null,
  ...values,
});

/** Any list of tiers, the last of which takes all. */
export const anyTiers: fc.Arbitrary<readonly Tier[]> = fc
  .array(fc.tuple(anyTierCondition, fc.integer({ min: 1, max: 3_000 })), { maxLength: 5 })
  .map((made) => [
    ...made.map(([condition, minutes], index) =>
      aTier(`t${index}`, condition, { respond: { kind: 'within', ms: minutes * MINUTE_MS } }),
    ),
    aTier('rest'),
  ]);

/** An ordinary paid order of which everything is known. */
export const ORDINARY: TierFacts = {
  ...NO_FACTS,
  class: 'normal',
  isUrgent: false,
  platform: 'taobao',
  paidFen: 100,
  tags: [],
  holds: [],
};
