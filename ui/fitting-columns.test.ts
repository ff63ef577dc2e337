import { expect, it } from 'vitest';
import { fittingColumns } from './fitting-columns';

const COLUMNS = [
  { id: 'name', width: 200 },
  { id: 'group', width: 100, isSpare: true },
  { id: 'state', width: 100 },
  { id: 'last', width: 100, isSpare: true },
];
const idsAt = (widthPx: number) => fittingColumns(COLUMNS, widthPx).map(({ id }) => id);

it('keeps every column where there is room, or where nobody knows yet how much', () => {
  expect(idsAt(500)).toHaveLength(4);
  expect(idsAt(0)).toHaveLength(4);
});

it('leaves out spare columns, the last first, until the others fit', () => {
  expect(idsAt(499)).toEqual(['name', 'group', 'state']);
  expect(idsAt(399)).toEqual(['name', 'state']);
});

it('never leaves out a column that is not spare', () => {
  expect(idsAt(100)).toEqual(['name', 'state']);
});
