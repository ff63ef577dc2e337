import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countText, roundTop, secondsText, shareText } from './figures';

describe('figures of the board', () => {
  it.each([
    [641.7, '6.4%'],
    [0, '0.0%'],
    [10_000, '100.0%'],
  ])('writes %d basis points as %s', (bp, text) => {
    expect(shareText(bp)).toBe(text);
  });

  it.each([
    [310, '0.31'],
    [9_994, '9.99'],
    [12_400, '12.4'],
  ])('writes %d ms as %s seconds', (ms, text) => {
    expect(secondsText(ms)).toBe(text);
  });

  it('writes counts with commas in both languages', () => {
    expect(countText(1_234_567)).toBe('1,234,567');
  });
});

describe('the top of a scale', () => {
  it('is not below the highest value, not far above it, and divides into four whole steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (highest) => {
        const top = roundTop(highest);
        expect(top).toBeGreaterThanOrEqual(highest);
        expect(top).toBeLessThanOrEqual(Math.max(4, highest * 2));
        expect(top % 4).toBe(0);
      }),
    );
  });

  it.each([
    [0, 4],
    [9, 12],
    [47, 60],
    [380, 400],
    [410, 500],
    [1_000, 1_000],
  ])('of %d is %d', (highest, top) => {
    expect(roundTop(highest)).toBe(top);
  });
});
