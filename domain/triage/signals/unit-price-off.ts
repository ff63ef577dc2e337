import type { PricedLine } from '../facts';
import type { Evidence } from '../verdict';
import { NO, signal, unknown } from './signal';

const NO_PRICE = unknown('unit-price-off', 'price-in-force-unknown');
const NO_LINES = unknown('unit-price-off', 'lines-missing');
const WHOLE_BP = 10_000;

const isOff = (line: PricedLine, inForceFen: number, ratioBp: number): boolean =>
  Math.abs(line.unitPriceFen - inForceFen) * WHOLE_BP > inForceFen * ratioBp;

/**
 * The price of a piece differs from the price in force by more than the ratio, up or down. One line off is a hit;
 * otherwise one line without a price in force makes it unknown.
 */
export const unitPriceOff = signal({
  name: 'unit-price-off',
  params: { ratioBp: { kind: 'number', unit: 'bp', default: 3_000, min: 100, max: 100_000 } },
  evaluate: ({ lines }, { ratioBp }) => {
    if (lines.length === 0) return NO_LINES;
    let evidence: Evidence[] | null = null;
    let isUnknown = false;
    for (const line of lines) {
      if (line.inForceFen === null || line.inForceFen <= 0) isUnknown = true;
      else if (isOff(line, line.inForceFen, ratioBp)) {
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
