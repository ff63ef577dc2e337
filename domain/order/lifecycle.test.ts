import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isClosed,
  isPaid,
  isShipped,
  isStageDone,
  type Lifecycle,
  lifecycleOf,
  STAGES,
  stageOf,
  stageSince,
  UNREVIEWED,
} from './lifecycle';
import { anyLifecycle } from './lifecycle.test-data';
import { mergeEvents } from './merge-events';
import type { OrderEvent, OrderFields } from './order';

const T0 = Date.UTC(2026, 10, 11);
const BLANK: Lifecycle = {
  status: 'unpaid',
  review: 'pending',
  createdAt: T0,
  paidAt: null,
  releasedAt: null,
  pickedAt: null,
  packedAt: null,
  collectedAt: null,
  signedAt: null,
};
describe('stageOf', () => {
  test.each<[string, Partial<Lifecycle>, string | null]>([
    ['an unpaid order waits for payment', {}, 'payment'],
    ['a paid order waits for review', { status: 'to_ship', paidAt: T0 }, 'review'],
    ['a held order still waits for review', { status: 'to_ship', paidAt: T0, review: 'held' }, 'review'],
    ['a released order is picked', { status: 'to_ship', paidAt: T0, review: 'released' }, 'picking'],
    ['a picked order is packed', { status: 'to_ship', paidAt: T0, review: 'released', pickedAt: T0 }, 'packing'],
    ['a shipped order is collected, whoever reviewed it', { status: 'shipped' }, 'collection'],
    ['a collected order is delivered', { status: 'shipped', collectedAt: T0 }, 'delivery'],
    ['a signed order is closed', { status: 'signed' }, null],
    ['a finished order is closed', { status: 'done' }, null],
    ['a cancelled order is closed', { status: 'cancelled' }, null],
    ['a signature closes it though the status lags', { status: 'shipped', signedAt: T0 }, null],
    ['an order on hold at the platform counts as paid', { status: 'paid_hold' }, 'review'],
  ])('%s', (_, change, stage) => expect(stageOf({ ...BLANK, ...change })).toBe(stage));

  test('a stage that is done has all stages before it done, but for a review that is open', () => {
    fc.assert(
      fc.property(anyLifecycle, (order) => {
        const done = STAGES.map((stage) => isStageDone(order, stage));
        const last = done.lastIndexOf(true);
        if (last >= STAGES.indexOf('packing')) expect(done.slice(0, last)).not.toContain(false);
      }),
    );
  });

  test('only a closed order has no stage', () => {
    fc.assert(
      fc.property(anyLifecycle, (order) => {
        expect(stageOf(order) === null).toBe(isClosed(order));
      }),
    );
  });
});

test('the current stage began when the latest finished one was reported', () => {
  expect(stageSince(BLANK)).toBe(T0);
  expect(stageSince({ ...BLANK, status: 'to_ship', paidAt: T0 + 5 })).toBe(T0 + 5);
  expect(stageSince({ ...BLANK, status: 'to_ship', review: 'released', paidAt: T0 + 5, releasedAt: T0 + 9 })).toBe(
    T0 + 9,
  );
  expect(stageSince({ ...BLANK, createdAt: null })).toBeNull();
});

describe('lifecycleOf', () => {
  const event = (at: number, fields: Partial<OrderFields>): OrderEvent => ({
    shopId: 's',
    orderNo: '1',
    kind: 'k',
    source: 'platform',
    at,
    bodyHash: String(at).padStart(64, '0'),
    fields,
    cleaning: [],
  });

  test('shipped, then paid, then created arrive backwards and give a shipped, paid order', () => {
    const facts = mergeEvents({}, [
      event(T0 + 3, { status: 'shipped', shippedAt: T0 + 3 }),
      event(T0 + 2, { status: 'to_ship', paidAt: T0 + 2 }),
      event(T0 + 1, { status: 'unpaid', createdAt: T0 + 1 }),
    ]);
    const order = lifecycleOf(facts, UNREVIEWED);
    expect([isPaid(order), isShipped(order), stageOf(order)]).toEqual([true, true, 'collection']);
    expect([order.createdAt, order.paidAt, order.packedAt]).toEqual([T0 + 1, T0 + 2, T0 + 3]);
  });

  test('an order nobody said anything of is unpaid', () => {
    expect(lifecycleOf({}, UNREVIEWED)).toMatchObject({ status: 'unpaid', review: 'pending' });
  });
});
