import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_TRIES, retryAfterMs } from './retry';

const chance = fc.double({ min: 0, max: 0.999_999, noNaN: true });

describe('the wait before another try', () => {
  it('lies between nothing and a ceiling that doubles up to five minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST_TRIES - 1 }), chance, (tries, by) => {
        const waitMs = retryAfterMs(tries, () => by) ?? Number.NaN;
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(Math.min(300_000, 2_000 * 2 ** (tries - 1)));
      }),
    );
  });

  it('uses its whole span, so that what failed together comes apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST_TRIES - 1 }), (tries) => {
        expect(retryAfterMs(tries, () => 0)).toBe(0);
        const [half, nearly] = [0.5, 0.999].map((by) => retryAfterMs(tries, () => by) ?? 0);
        expect(nearly).toBeGreaterThan(1.9 * (half ?? 0));
      }),
    );
  });

  it('ends: after the last try there is none', () => {
    fc.assert(
      fc.property(fc.integer({ min: MOST_TRIES, max: 10_000 }), chance, (tries, by) => {
        expect(retryAfterMs(tries, () => by)).toBeNull();
      }),
    );
  });
});
