import fc from 'fast-check';
import { ORDER_STATUSES } from '@/domain/order/order';
import { PLATFORMS } from '@/domain/order/platform';
import type { TriageFacts } from './facts';
import type { Condition, Rule } from './rule';
import type { SignalCall } from './signals/index';

const PLACED_AT = Date.UTC(2026, 10, 11);
const fen = fc.oneof(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(0, 50_000, 100_000, 2_000_000));
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });

/** Any facts a rule may meet, edge values often. */
export const anyFacts: fc.Arbitrary<TriageFacts> = fc.record({
  at: fc.constant(PLACED_AT + 5_000),
  placedAt: fc.constant(PLACED_AT),
  platform: fc.constantFrom(...PLATFORMS),
  status: fc.constantFrom(...ORDER_STATUSES),
  isPaid: fc.boolean(),
  amountFen: orNull(fen),
  paidFen: orNull(fen),
  paymentMethod: orNull(fc.constantFrom('wechat', 'alipay', 'card', 'cod', 'other')),
  holds: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.constant(['locked']) }),
  note: orNull(fc.constantFrom('', '加急', '不急', '请发顺丰')),
  address: fc.constantFrom<TriageFacts['address']>(
    { state: 'masked' },
    { state: 'missing' },
    { state: 'known', vague: null, relay: null },
    { state: 'known', vague: null, relay: '代收点' },
    { state: 'known', vague: { reason: 'landmark-only', span: '学校旁边' } },
  ),
  phone: fc.constantFrom<TriageFacts['phone']>(
    { state: 'masked' },
    { state: 'missing' },
    { state: 'known', problem: null, shown: '138****8000' },
    { state: 'known', problem: 'prefix', shown: '238****8000' },
  ),
  isMainland: orNull(fc.boolean()),
  lines: fc.array(
    fc.record({
      sku: fc.constant('A'),
      unitPriceFen: fc.integer({ min: 0, max: 2_000 }),
      inForceFen: orNull(fc.integer({ min: 1, max: 2_000 })),
      inForceSource: fc.constant('list' as const),
    }),
    { maxLength: 3 },
  ),
  sameIpTimes: orNull(
    fc
      .array(fc.integer({ min: -600_000, max: 600_000 }), { maxLength: 6 })
      .map((offsets) => [0, ...offsets].map((offset) => PLACED_AT + offset).sort((a, b) => a - b)),
  ),
});

const anyCall = fc.constantFrom<SignalCall>(
  { signal: 'address-vague' },
  { signal: 'amount-at-least', params: { limitFen: 50_000 } },
  { signal: 'is-paid' },
  { signal: 'paid-by-wallet' },
  { signal: 'phone-invalid' },
  { signal: 'platform-hold' },
  { signal: 'same-ip-burst', params: { windowMs: 300_000, count: 2 } },
  { signal: 'same-ip-burst' },
  { signal: 'unit-price-off' },
  { signal: 'urgent-phrase' },
  { signal: 'whole-thousand-payment' },
);

/** Any condition up to three levels deep. */
export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    anyCall,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
})).condition;

/** Any rule, under the given id. */
export const anyRule = (id: string): fc.Arbitrary<Rule> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant({ 'zh-CN': id, en: id }),
    condition: anyCondition,
    outcome: fc.constantFrom('block', 'confirm', 'pass', 'expedite'),
    weightBp: fc.integer({ min: 0, max: 10_000 }),
    isEnabled: fc.boolean(),
  });
