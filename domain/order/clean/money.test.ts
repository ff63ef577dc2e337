import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_FEN, parseFen, parseYuan } from './money';

describe('parseYuan', () => {
  test.each([
    ['12', 1200],
    ['0', 0],
    ['-0.00', 0],
    ['0.1', 10],
    ['178.80', 17_880],
    ['1,299.00', 129_900],
    ['1,234,567.89', 123_456_789],
    ['12元', 1200],
    ['¥12.5', 1250],
    ['￥ １２．５０', 1250],
    ['12.5000', 1250],
    ['007', 700],
    ['21474836.47', MAX_FEN],
    [12.3, 1230],
    [0.1 + 0.2, 30],
    [1.005 * 100, 10_050],
    [0, 0],
  ])('reads %j as %i fen', (raw, fen) => expect(parseYuan(raw)).toEqual({ isRead: true, fen }));

  test.each([
    ['-1', 'negative'],
    [-1, 'negative'],
    ['-0.01', 'negative'],
    ['1e400', 'not-an-amount'],
    [Number('1e400'), 'not-an-amount'],
    [Number.NaN, 'not-an-amount'],
    ['1e3', 'not-an-amount'],
    ['0x10', 'not-an-amount'],
    ['', 'not-an-amount'],
    ['.', 'not-an-amount'],
    ['1,29,9.00', 'not-an-amount'],
    ['1.2.3', 'not-an-amount'],
    ['十元', 'not-an-amount'],
    ['12.345', 'fraction-of-fen'],
    [12.345, 'fraction-of-fen'],
    ['21474836.48', 'too-large'],
    [1e300, 'too-large'],
    ['9'.repeat(400), 'too-large'],
  ])('refuses %j as %s', (raw, refusal) => expect(parseYuan(raw)).toEqual({ isRead: false, refusal }));

  test('reads back every amount it can hold, as text and as a double', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_FEN }), (fen) => {
        const text = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
        expect(parseYuan(text)).toEqual({ isRead: true, fen });
        expect(parseYuan(Number(text))).toEqual({ isRead: true, fen });
      }),
    );
  });
});

describe('parseFen', () => {
  test.each([
    [0, 0],
    ['12900', 12_900],
    [MAX_FEN, MAX_FEN],
  ])('accepts %j', (raw, fen) => expect(parseFen(raw)).toEqual({ isRead: true, fen }));

  test.each([
    [-1, 'negative'],
    [1.5, 'fraction-of-fen'],
    ['1.5', 'not-an-amount'],
    ['', 'not-an-amount'],
    [Number.POSITIVE_INFINITY, 'not-an-amount'],
    [MAX_FEN + 1, 'too-large'],
  ])('refuses %j as %s', (raw, refusal) => expect(parseFen(raw)).toEqual({ isRead: false, refusal }));
});
