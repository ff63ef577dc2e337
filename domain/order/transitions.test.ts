import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '@/domain/clocks/instant';
import { isClosed, isShipped, type Lifecycle, stageOf } from './lifecycle';
import { anyLifecycle } from './lifecycle.test-data';
import * as transitions from './transitions';

const T0 = Date.UTC(2026, 10, 11);
type Pair = readonly [
  name: string,
  can: (order: Lifecycle) => boolean,
  change: (order: Lifecycle, at: Instant) => Lifecycle,
];
const PAIRS: readonly Pair[] = [
  ['pay', transitions.canPay, transitions.pay],
  ['release', transitions.canRelease, transitions.release],
  ['hold', transitions.canHold, transitions.hold],
  ['reject', transitions.canReject, transitions.reject],
  ['pick', transitions.canPick, transitions.pick],
  ['pack', transitions.canPack, transitions.pack],
  ['collect', transitions.canCollect, transitions.collect],
  ['sign', transitions.canSign, transitions.sign],
  ['cancel', transitions.canCancel, transitions.cancel],
  ['withdraw', transitions.canWithdraw, transitions.withdraw],
];

describe.each(PAIRS)('%s', (_, can, change) => {
  test('throws exactly where the question says no', () => {
    fc.assert(
      fc.property(anyLifecycle, (order) => {
        if (can(order)) expect(change(order, T0)).not.toEqual(order);
        else expect(() => change(order, T0)).toThrow(RangeError);
      }),
    );
  });

  test('cannot be done twice in a row', () => {
    fc.assert(
      fc.property(anyLifecycle, (order) => {
        if (can(order)) expect(can(change(order, T0))).toBe(false);
      }),
    );
  });

  test('never changes the order it was given', () => {
    fc.assert(
      fc.property(anyLifecycle, (order) => {
        const copy = { ...order };
        if (can(order)) change(order, T0);
        expect(order).toEqual(copy);
      }),
    );
  });
});

test('every change of the room is tested here', () => {
  const changes = Object.keys(transitions).filter((name) => !/^can[A-Z]/u.test(name));
  expect(changes.sort()).toEqual(PAIRS.map(([name]) => name).sort());
});

describe('an order on its way', () => {
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

  test('passes all six stages in their order', () => {
    const { pay, release, pick, pack, collect, sign } = transitions;
    const steps = [pay, release, pick, pack, collect, sign];
    const states = [BLANK];
    for (const [index, step] of steps.entries()) states.push(step(states.at(-1) ?? BLANK, T0 + index));
    expect(states.map(stageOf)).toEqual(['payment', 'review', 'picking', 'packing', 'collection', 'delivery', null]);
  });

  test('can be held and released again until it has left, never after', () => {
    const released = transitions.release(transitions.hold(transitions.release(transitions.pay(BLANK, T0), T0)), T0 + 9);
    expect(released).toMatchObject({ review: 'released', releasedAt: T0 + 9 });
    fc.assert(
      fc.property(anyLifecycle, (order) => {
        if (isShipped(order) || isClosed(order))
          expect([transitions.canHold(order), transitions.canReject(order)]).toEqual([false, false]);
      }),
    );
  });

  test('is released once more only while it is released and has not left', () => {
    fc.assert(
      fc.property(anyLifecycle, (order) => {
        if (isShipped(order) || isClosed(order) || order.review !== 'released')
          expect(transitions.canReleaseAgain(order)).toBe(false);
      }),
    );
    const released = transitions.release(transitions.pay(BLANK, T0), T0);
    expect(transitions.canReleaseAgain(released)).toBe(true);
  });

  test('is not released before it is paid', () => expect(transitions.canRelease(BLANK)).toBe(false));
});
