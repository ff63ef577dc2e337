import fc from 'fast-check';
import { DAY_MS } from '@/domain/clocks/instant';
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
  noticedFen: orNull(fen),
  refundFen: orNull(fen),
  couponFen: orNull(fc.constantFrom(0, 500)),
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
  province: orNull(fc.constantFrom('浙江', '新疆', '海外')),
  dutyTerms: orNull(fc.constantFrom('seller', 'buyer', 'none')),
  recipient: fc.constantFrom<TriageFacts['recipient']>(
    { state: 'masked' },
    { state: 'missing' },
    { state: 'known', contradiction: null },
    { state: 'known', contradiction: { reason: 'line-elsewhere', span: '浙江 广东' } },
  ),
  phoneDistance: fc.oneof(
    fc
      .constantFrom('phone-masked', 'phone-home-unknown', 'ship-from-unknown')
      .map((reason) => ({ state: 'unknown' as const, reason })),
    fc.integer({ min: 0, max: 4_000 }).map((km) => ({ state: 'known' as const, km, city: '杭州' })),
  ),
  accountAgeMs: orNull(fc.integer({ min: -DAY_MS, max: 90 * DAY_MS })),
  buyerHistory: orNull(
    fc.record({
      paidBefore: fc.integer({ min: 0, max: 3 }),
      returnTimes: fc.array(fc.integer({ min: PLACED_AT - 60 * DAY_MS, max: PLACED_AT }), { maxLength: 2 }),
    }),
  ),
  lines: fc.array(
    fc.record({
      sku: fc.constant('A'),
      unitPriceFen: fc.integer({ min: 0, max: 2_000 }),
      inForceFen: orNull(fc.integer({ min: 1, max: 2_000 })),
      inForceSource: fc.constant('list' as const),
      moveBp: orNull(fc.constantFrom(6_000, 16_000, 500)),
    }),
    { maxLength: 3 },
  ),
  sameAddress: orNull(
    fc.record({
      account: orNull(fc.constantFrom('a', 'b')),
      recipient: orNull(fc.constantFrom('x', 'y')),
      uses: fc
        .array(
          fc.record({
            at: fc.integer({ min: PLACED_AT - DAY_MS, max: PLACED_AT + DAY_MS }),
            account: orNull(fc.constantFrom('a', 'b', 'c', 'd', 'e')),
            recipient: orNull(fc.constantFrom('x', 'y', 'z')),
          }),
          { maxLength: 8 },
        )
        .map((uses) => uses.sort((a, b) => a.at - b.at)),
    }),
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
  { signal: 'duty-terms-missing' },
  { signal: 'many-accounts-one-address', params: { count: 2 } },
  { signal: 'new-account-coupon' },
  { signal: 'no-recent-returns' },
  { signal: 'payment-mismatch' },
  { signal: 'phone-far' },
  { signal: 'recipient-contradicts' },
  { signal: 'recipients-differ' },
  { signal: 'remote-region' },
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
