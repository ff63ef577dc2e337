import { expect, it } from 'vitest';
import { csvLine, safeText } from './csv-line';

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x', ' =1'])(
  'the text %j begins no formula',
  (text) => {
    expect(safeText(text)).toBe(`'${text}`);
  },
);

it('a long number keeps its digits, and numbers stay numbers', () => {
  expect(csvLine(['4120000000000000001', -3.5, 'a,"b"', null])).toBe('"\t4120000000000000001",-3.5,"a,""b""",\r\n');
});
