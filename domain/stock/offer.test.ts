import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lock } from './ledger';
import { offerOf, offerWriteOf, takingChange } from './offer';

const ALL = { bufferPieces: 0, bufferBp: 0, shareBp: 10_000 };
const of = (free: number, quantity = 1, isCounted = true) => ({ free, quantity, isCounted });

describe('what a shop offers', () => {
  it.each([
    ['all that is free', [of(50)], ALL, 50],
    ['as many bundles as their scarcest part makes', [of(50, 2), of(9, 3)], ALL, 3],
    ['less the pieces that are kept back', [of(50)], { ...ALL, bufferPieces: 5 }, 45],
    [
      'less the share that is kept back, where that is more',
      [of(50)],
      { ...ALL, bufferPieces: 1, bufferBp: 1_000 },
      45,
    ],
    ['its share of the rest, rounded down', [of(51)], { ...ALL, bufferPieces: 10, shareBp: 5_000 }, 20],
    ['nothing where less is free than is kept back', [of(3)], { ...ALL, bufferPieces: 5 }, 0],
    ['nothing that anybody knows of, while one part is not counted', [of(50), of(0, 1, false)], ALL, null],
    ['nothing that anybody knows of, without parts', [], ALL, null],
  ] as const)('is %s', (_name, parts, rule, offer) => {
    expect(offerOf(parts, rule)).toBe(offer);
  });

  it('is never below zero, never more than there is, and shares that make a whole never offer a piece twice', () => {
    const bp = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(50),
        bp,
        fc.integer({ min: 1, max: 9_999 }),
        (free, pieces, buffer, share) => {
          const rule = { bufferPieces: pieces, bufferBp: buffer, shareBp: share };
          const one = offerOf([of(free)], rule) ?? -1;
          const other = offerOf([of(free)], { ...rule, shareBp: 10_000 - share }) ?? -1;
          expect(Math.min(one, other)).toBeGreaterThanOrEqual(0);
          expect(one + other).toBeLessThanOrEqual(Math.max(0, free - pieces));
        },
      ),
    );
  });
});

describe('what a platform is told', () => {
  it('is nothing where it offers that already, the whole where that is not known, else the difference', () => {
    expect(offerWriteOf(7, 7, true)).toBeNull();
    expect(offerWriteOf(null, 7, true)).toEqual({ pieces: 7, isChange: false });
    expect(offerWriteOf(9, 7, true)).toEqual({ pieces: -2, isChange: true });
    expect(offerWriteOf(9, 7, false)).toEqual({ pieces: 7, isChange: false });
  });
});

describe('an order takes its articles from what the platform offers', () => {
  const lock = (state: Lock['state'], sku = 'A'): Lock => ({ sku, quantity: 1, state });
  it.each([
    ['when it first holds pieces', [], [lock('reserved')], 1],
    ['also when they are not there', [], [lock('short')], 1],
    ['not again when they come', [lock('short')], [lock('reserved')], 0],
    ['not again when they leave', [lock('reserved')], [lock('shipped')], 0],
    ['and gives them back when it is cancelled', [lock('reserved')], [lock('released')], -1],
    [
      'but not when only another article takes its place',
      [lock('reserved')],
      [lock('released'), lock('reserved', 'B')],
      0,
    ],
  ] as const)('%s', (_name, before, changed, change) => {
    expect(takingChange(before, changed)).toBe(change);
  });
});
