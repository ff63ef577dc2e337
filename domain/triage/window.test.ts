import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxInWindow, maxOwnersInWindow } from './window';

/** Every window that could matter, tried one by one: those starting at a time or at `at`, containing `at`. */
function bruteForce(times: readonly number[], at: number, windowMs: number): number {
  const starts = [...times, at].filter((start) => start <= at && at <= start + windowMs);
  return Math.max(...starts.map((start) => times.filter((time) => time >= start && time <= start + windowMs).length));
}

const ascending = fc
  .array(fc.integer({ min: 0, max: 60 }), { maxLength: 25 })
  .map((times) => times.toSorted((a, b) => a - b));

describe('maxInWindow', () => {
  test('equals trying every window', () => {
    fc.assert(
      fc.property(
        ascending,
        fc.integer({ min: -5, max: 65 }),
        fc.integer({ min: 0, max: 30 }),
        (times, at, windowMs) => {
          expect(maxInWindow(times, at, windowMs)).toBe(bruteForce(times, at, windowMs));
        },
      ),
    );
  });

  test('never shrinks when the window grows or another order comes', () => {
    fc.assert(
      fc.property(
        ascending,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 30 }),
        (times, at, windowMs) => {
          const most = maxInWindow(times, at, windowMs);
          expect(maxInWindow(times, at, windowMs + 1)).toBeGreaterThanOrEqual(most);
          expect(maxInWindow([...times, 70], at, windowMs)).toBeGreaterThanOrEqual(most);
        },
      ),
    );
  });

  test('of no times there are none', () => expect(maxInWindow([], 5, 10)).toBe(0));
});

describe('maxOwnersInWindow', () => {
  const owned = fc
    .array(fc.record({ at: fc.integer({ min: 0, max: 60 }), owner: fc.constantFrom('a', 'b', 'c', 'd') }), {
      maxLength: 25,
    })
    .map((all) => all.toSorted((a, b) => a.at - b.at));
  const time = fc.integer({ min: -5, max: 65 });
  const width = fc.integer({ min: 0, max: 30 });

  test('equals trying every window', () => {
    fc.assert(
      fc.property(owned, time, width, (all, at, windowMs) => {
        const starts = [...all.map((one) => one.at), at].filter((start) => start <= at && at <= start + windowMs);
        const counts = starts.map(
          (start) =>
            new Set(all.flatMap((one) => (one.at >= start && one.at <= start + windowMs ? one.owner : []))).size,
        );
        expect(maxOwnersInWindow(all, at, windowMs)).toBe(Math.max(...counts));
      }),
    );
  });

  test('is the burst when everybody is somebody else', () => {
    fc.assert(
      fc.property(owned, time, width, (all, at, windowMs) => {
        const apart = all.map((one, index) => ({ ...one, owner: String(index) }));
        const times = all.map((one) => one.at);
        expect(maxOwnersInWindow(apart, at, windowMs)).toBe(maxInWindow(times, at, windowMs));
      }),
    );
  });
});
