import { expect, it } from 'vitest';
import { linesToShip } from './lines-to-ship';
import type { OrderLine } from './order';

const line = (changes: Partial<OrderLine> = {}): OrderLine => ({
  ...{ lineNo: '1', sku: 'MUG', title: '潮汐马克杯', spec: '', quantity: 3, unitPriceFen: 1_000, paidFen: 2_999 },
  ...changes,
});

it.each<[string, Partial<OrderLine>, object[]]>([
  ['nothing was paid back of', {}, [{ quantity: 3, paidFen: 2_999 }]],
  ['one piece was paid back of', { refundedQuantity: 1 }, [{ quantity: 2, paidFen: 1_999 }]],
  [
    'one piece was paid back of, price unknown',
    { refundedQuantity: 1, paidFen: null },
    [{ quantity: 2, paidFen: null }],
  ],
  ['all was paid back of', { refundedQuantity: 3 }, []],
])('of a line that %s, what is left ships', (_, changes, left) => {
  const found = linesToShip([line(changes)]);
  expect(found).toMatchObject(left);
  expect(found).toHaveLength(left.length);
  expect(found[0] ?? {}).not.toHaveProperty('refundedQuantity');
});
