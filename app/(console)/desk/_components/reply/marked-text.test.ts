import { expect, it } from 'vitest';
import { partsOf } from './marked-text';
import { bytesOf, isSendable } from './reply-limits';

const marked = (text: string, facts: readonly string[]) =>
  partsOf(text, facts)
    .map((part) => (part.isFact ? `[${part.text}]` : part.text))
    .join('');

it.each([
  ['订单 TW1 已于 10:48 出库', ['TW1', '10:48'], '订单 [TW1] 已于 [10:48] 出库'],
  ['没有事实', ['TW1'], '没有事实'],
  ['什么都没有填', [], '什么都没有填'],
  ['¥1.00 (约) + ¥1x00', ['¥1.00', ''], '[¥1.00] (约) + ¥1x00'],
  ['11月8日 10:48', ['11月8日', '11月8日 10:48'], '[11月8日 10:48]'],
])('finds the facts that still stand in "%s"', (text, facts, expected) => {
  expect(marked(text, facts)).toBe(expected);
});

it('gives back the whole text, whatever is marked', () => {
  const text = '您好,订单 TW1 已出库,TW1 很快送达';
  expect(
    partsOf(text, ['TW1'])
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});

it.each([
  ['', true],
  ['您'.repeat(682), true],
  ['您'.repeat(683), false],
  ['您好,{name}', false],
  ['您好,【请填写】', false],
])('counts bytes as the channel does and refuses what is not filled in: "%.12s"', (body, expected) => {
  expect(isSendable(body)).toBe(expected);
});

it('does not count the space around a text', () => {
  expect(bytesOf('  您好 \n')).toBe(6);
});
