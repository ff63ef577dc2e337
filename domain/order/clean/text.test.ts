import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from './text';

describe('cleanText', () => {
  test.each([
    ['NUL', '张\u0000三', '张三', 'drop-control'],
    ['a zero-width space', '138\u200B00138000', '13800138000', 'drop-invisible'],
    ['a right-to-left override', '\u202Egnp.exe', 'gnp.exe', 'drop-invisible'],
    ['a byte order mark', '\uFEFF单号', '单号', 'drop-invisible'],
    ['a lone high surrogate', 'a\uD83Db', 'ab', 'drop-lone-surrogate'],
    ['a lone low surrogate', 'a\uDE00b', 'ab', 'drop-lone-surrogate'],
    ['a bell', 'a\u0007b', 'ab', 'drop-control'],
    ['full-width digits', '１３８', '138', 'nfkc'],
    ['white space around it', '\t张三 \n', '张三', 'trim'],
  ])('takes %s out and records the step', (_, raw, value, step) => {
    const cleaned = cleanText('buyerNote', raw);
    expect(cleaned.value).toBe(value);
    expect(cleaned.steps.map((done) => done.step)).toContain(step);
    expect(cleaned.steps.every((done) => done.field === 'buyerNote')).toBe(true);
  });

  test('leaves ordinary text alone and records nothing', () => {
    expect(cleanText('buyerNote', '生日礼物, 请包好 😀')).toEqual({ value: '生日礼物, 请包好 😀', steps: [] });
  });

  test('keeps line ends and tabs inside the text', () => {
    expect(cleanText('buyerNote', 'a\tb\r\nc').value).toBe('a\tb\r\nc');
  });

  test('names the code points it dropped, with their number', () => {
    expect(cleanText('name', 'a\u200Bb\u200Bc\u202E').steps).toEqual([
      { field: 'name', step: 'drop-invisible', from: 'U+200B×2 U+202E×1', to: '' },
    ]);
  });

  test('never repeats a personal value in its steps', () => {
    const { steps } = cleanText('phone', ' １３８００１３８００１\u200B');
    expect(JSON.stringify(steps)).not.toMatch(/138001|１３８００/u);
  });

  test('cleaning twice equals cleaning once, and the result is well-formed', () => {
    const anyText = fc.string({ unit: 'binary' });
    const withSurrogates = fc
      .tuple(anyText, fc.constantFrom('\uD800', '\uDFFF', '\u0000', '\u200D', ' '))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(anyText, withSurrogates), (raw) => {
        const once = cleanText('x', raw).value;
        expect(cleanText('x', once)).toEqual({ value: once, steps: [] });
        expect(once).not.toMatch(/\p{Surrogate}/u);
        expect(once).not.toContain('\u0000');
      }),
    );
  });
});
