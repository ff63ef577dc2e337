import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactMap } from '@/domain/order/merge-events';
import type { OrderFields } from '@/domain/order/order';
import { leavesAt } from './leaves-at';
import { type MergeableOrder, whyAlone } from './why-alone';

const factsOf = (fields: Partial<OrderFields>): FactMap =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, { value, at: 0, rank: 0, tie: '', source: 'platform' }]),
  );
const order = (fields: Partial<OrderFields> = {}, more: Partial<MergeableOrder> = {}): MergeableOrder => ({
  ...{ shopId: 's', platform: 'taobao', keys: { addressKey: null, recipientKey: null } },
  ...{ review: 'released', isHistory: false },
  ...more,
  facts: factsOf({
    ...{ status: 'to_ship', buyerId: 'b' },
    receiver: {
      ...{ name: { state: 'missing' }, phone: { state: 'missing' }, detail: { state: 'missing' } },
      ...{ province: '', city: '', district: '', street: '', platformKey: 'oaid' },
    },
    ...fields,
  }),
});

describe('an order stays by itself', () => {
  test.each([
    ['with no word of its platform for buyer and address', order({ buyerId: '' }), 'no-key'],
    ['before it is paid', order({ status: 'unpaid' }), 'unpaid'],
    ['once it is cancelled', order({ status: 'cancelled' }), 'ended'],
    ['once its goods are picked', order({ pickedAt: 1 }), 'shipped'],
    ['once a part has shipped', order({ status: 'part_shipped' }), 'shipped'],
    ['when it is paid at the door', order({ paymentMethod: 'cod' }), 'on-delivery'],
    ['while its platform holds it', order({ holds: ['risk'] }), 'platform-hold'],
    ['while its platform has not let it go', order({ status: 'paid_hold' }), 'platform-hold'],
    ['with a refund', order({ refundFen: 1 }), 'refund'],
    ['while it is held', order({}, { review: 'held' }), 'held'],
    ['before it is judged', order({}, { review: 'pending' }), 'held'],
    ['as history', order({}, { isHistory: true }), 'history'],
  ] as const)('%s', (_, one, reason) => {
    expect(whyAlone(one, true)).toBe(reason);
  });

  test('once it has left, and not while it waits', () => {
    expect(whyAlone(order(), false)).toBe('left');
    expect(whyAlone(order(), true)).toBeNull();
  });
});

describe('orders that belong together', () => {
  const times = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 });
  test('leave when the last has waited, and the first not longer than twice, in any sequence', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 100 }), ([first = 0, ...rest], waitMs) => {
        const at = leavesAt([first, ...rest], waitMs);
        const all = [first, ...rest];
        expect(at).toBeLessThanOrEqual(Math.min(...all) + 2 * waitMs);
        expect(at).toBeLessThanOrEqual(Math.max(...all) + waitMs);
        expect(at).toBeGreaterThanOrEqual(Math.min(...all) + waitMs);
        const [last = 0, ...others] = all.toReversed();
        expect(leavesAt([last, ...others], waitMs)).toBe(at);
      }),
    );
  });
});
