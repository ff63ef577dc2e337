import { describe, expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { latestPoints, POINTS_KEPT, type PricePoint, priceMoveOf, pricePointOf } from './price-move';

const NOW = Date.UTC(2026, 10, 11);
const sales = (count: number, levelBp: number, skus: number, minutesAgo = 0): PricePoint[] =>
  Array.from({ length: count }, (_, index) => ({
    at: NOW - (count - index + minutesAgo) * MINUTE_MS,
    sku: `S${index % skus}`,
    levelBp,
  }));

describe('priceMoveOf', () => {
  test.each<[string, readonly PricePoint[], number | null]>([
    ['twenty sales of five SKUs at 60 % are a campaign', sales(20, 6_000, 5), 6_000],
    ['nineteen are not yet one', sales(19, 6_000, 5), null],
    ['any number of one SKU is a wrong price, not a campaign', sales(30, 6_000, 1), null],
    ['four SKUs are not the shop', sales(30, 6_000, 4), null],
    ['a few other prices do not hide it', [...sales(6, 13_500, 3, 60), ...sales(24, 6_000, 6)], 6_000],
    ['prices that agree on nothing have not moved', [...sales(15, 6_000, 6, 60), ...sales(15, 14_000, 6)], null],
    ['its end is a move too', sales(25, 16_700, 8), 16_700],
    ['the end is seen once it fills what is kept', [...sales(30, 6_000, 8, 60), ...sales(24, 16_700, 8)], 16_700],
    ['sales of yesterday are forgotten', sales(30, 6_000, 8, DAY_MS / MINUTE_MS), null],
    ['no sale, no move', [], null],
  ])('%s', (_, points, move) => expect(priceMoveOf(points, NOW)).toBe(move));

  test('the order in which sales are listed does not matter', () => {
    const points = [...sales(6, 13_500, 3, 60), ...sales(24, 6_000, 6)];
    expect(priceMoveOf(points.toReversed(), NOW)).toBe(priceMoveOf(points, NOW));
  });
});

test('a sale within a tenth of the price in force adds no point', () => {
  expect(pricePointOf('A', 900, 1_000, NOW)).toBeNull();
  expect(pricePointOf('A', 899, 1_000, NOW)).toEqual({ at: NOW, sku: 'A', levelBp: 8_990 });
  expect(pricePointOf('A', 500, 0, NOW)).toBeNull();
  expect(pricePointOf('', 500, 1_000, NOW)).toBeNull();
});

test('only the latest points are kept', () => {
  const kept = latestPoints(sales(50, 6_000, 5), NOW);
  expect(kept).toHaveLength(POINTS_KEPT);
  expect(kept.at(-1)?.at).toBe(NOW - MINUTE_MS);
});
