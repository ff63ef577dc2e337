import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxInWindow } from './window';

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
