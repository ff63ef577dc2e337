import type { PricedLine } from '../facts';
import type { Evidence } from '../verdict';
import { NO, signal, unknown } from './signal';

const NO_PRICE = unknown('unit-price-off', 'price-in-force-unknown');
const NO_LINES = unknown('unit-price-off', 'lines-missing');
const WHOLE_BP = 10_000;

const differs = (priceFen: number, inForceFen: number, ratioBp: number): boolean =>
  Math.abs(priceFen - inForceFen) * WHOLE_BP > inForceFen * ratioBp;

function isOff(line: PricedLine, inForceFen: number, ratioBp: number, maxFactorBp: number): boolean {
  const { unitPriceFen, moveBp } = line;
  if (!differs(unitPriceFen, inForceFen, ratioBp)) return false;
  if (moveBp == null || moveBp > maxFactorBp || moveBp * maxFactorBp < WHOLE_BP * WHOLE_BP) return true;
  return differs(unitPriceFen, Math.round((inForceFen * moveBp) / WHOLE_BP), ratioBp);
}

/**
 * The price of a piece differs from the price in force by more than the ratio, up or down. One line off is a hit;
 * otherwise one line without a price in force makes it unknown. Where the shop's prices have moved as a whole, by no more
 * than `maxMoveBp` (a campaign), the moved price is in force beside the old one; 0 = never.
 */
export const unitPriceOff = signal({
  name: 'unit-price-off',
  params: {
    ratioBp: { kind: 'number', unit: 'bp', default: 3_000, min: 100, max: 100_000 },
    maxFactorBp: { kind: 'number', unit: 'bp', default: 20_000, min: 10_000, max: 100_000 },
  },
  evaluate: ({ lines }, { ratioBp, maxFactorBp }) => {
    if (lines.length === 0) return NO_LINES;
    let evidence: Evidence[] | null = null;
    let isUnknown = false;
    for (const line of lines) {
      if (line.inForceFen === null || line.inForceFen <= 0) isUnknown = true;
      else if (isOff(line, line.inForceFen, ratioBp, maxFactorBp)) {
        evidence ??= [];
        evidence.push({
          signal: 'unit-price-off',
          field: 'lines.unitPriceFen',
          span: line.sku,
          number: line.unitPriceFen,
          limit: line.inForceFen,
          unit: 'fen',
          reason: line.inForceSource ?? 'list',
        });
      }
    }
    if (evidence !== null) return { answer: 'hit', evidence };
    return isUnknown ? NO_PRICE : NO;
  },
});
