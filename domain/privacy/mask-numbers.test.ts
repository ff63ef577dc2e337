import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskNumbers } from './mask-numbers';

describe('numbers in what people write', () => {
  it.each([
    ['打13912345678,不要打座机', '打139****5678,不要打座机'],
    ['电话 139 1234 5678', '电话 139****5678'],
    ['139-1234-5678', '139****5678'],
    ['１３９１２３４５６７８', '139****5678'],
    ['0571-88886666 转 8', '****66 转 8'],
    ['身份证11010119900307123X', '身份证****3X'],
    ['一三九一二三四五六七八', '****七八'],
    ['卡号 6222 0211 0000 1234 567', '卡号 ****67'],
  ])('that could name somebody are hidden: %s', (text, shown) => {
    expect(maskNumbers(text)).toBe(shown);
  });

  it.each(['生日礼物,11 月 11 日前到', '2026-11-11 之前', '放 12 号柜 301', '满 300 减 50', '12315', ''])(
    'that name nobody stay: %s',
    (text) => {
      expect(maskNumbers(text)).toBe(text);
    },
  );

  it('leave no seven digits in a row, and masking again changes nothing', () => {
    const words = fc.array(fc.constantFrom('打', ' ', '-', '1', '39', '12345678', '幺', 'x', '，'), { maxLength: 20 });
    fc.assert(
      fc.property(words, (parts) => {
        const shown = maskNumbers(parts.join(''));
        expect(shown).not.toMatch(/\d{7}/u);
        expect(maskNumbers(shown)).toBe(shown);
      }),
    );
  });
});
