import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSilent, LEAST_DAYS, quietSince, rhythmOf } from './silence';

const NOW = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const gap = fc.integer({ min: 0, max: 48 * HOUR_MS });
const week = fc.array(gap, { minLength: LEAST_DAYS, maxLength: 14 });

describe('silence', () => {
  it('is never claimed before enough days are known, however long nothing comes', () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: LEAST_DAYS - 1 }), gap, (gaps, agoMs) => {
        const rhythm = rhythmOf(gaps, 3);
        expect(rhythm).toEqual({ kind: 'learning', days: gaps.length });
        expect(isSilent(rhythm, NOW - agoMs, NOW)).toBe(false);
      }),
    );
  });

  it('begins after so many times the normal gap as is set, and never below five minutes', () => {
    fc.assert(
      fc.property(week, gap, fc.integer({ min: 2, max: 10 }), (gaps, agoMs, factor) => {
        const rhythm = rhythmOf(gaps, factor);
        if (rhythm.kind !== 'known') throw new Error('enough days were given');
        expect(rhythm.limitMs).toBe(Math.max(300_000, factor * rhythm.normalMs));
        expect(isSilent(rhythm, NOW - agoMs, NOW)).toBe(agoMs > rhythm.limitMs);
      }),
    );
  });

  it('is not claimed for a quiet that most of the days had', () => {
    fc.assert(
      fc.property(week, (gaps) => {
        const rhythm = rhythmOf(gaps, 3);
        const most = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0;
        expect(isSilent(rhythm, NOW - Math.min(...gaps), NOW)).toBe(false);
        if (rhythm.kind === 'known') expect(rhythm.normalMs).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('is judged alike whatever one odd day was, and in whatever order the days are told', () => {
    fc.assert(
      fc.property(fc.array(fc.constant(60_000), { minLength: 4, maxLength: 9 }), gap, (days, odd) => {
        expect(rhythmOf([...days, odd], 3)).toEqual(rhythmOf([odd, ...days], 3));
        expect(rhythmOf([...days, odd], 3)).toMatchObject({ normalMs: 60_000 });
      }),
    );
  });

  it('is nothing that a shop without any message can be in', () => {
    expect(isSilent(rhythmOf([1, 1, 1], 3), null, NOW)).toBe(false);
  });

  it('counts from the last message or from when something was expected, the later, and not while nothing is', () => {
    fc.assert(
      fc.property(gap, gap, (heardAgo, expectedAgo) => {
        const [heard, expected] = [NOW - heardAgo, NOW - expectedAgo];
        expect(quietSince(heard, expected)).toBe(NOW - Math.min(heardAgo, expectedAgo));
        expect(quietSince(heard, 0)).toBe(heard);
        expect(quietSince(heard, null)).toBeNull();
        expect(quietSince(null, expected)).toBeNull();
      }),
    );
  });
});
