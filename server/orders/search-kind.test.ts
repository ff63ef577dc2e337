import { expect, it } from 'vitest';
import { searchWishesOf } from './search-kind';

const kindsOf = (text: string) => {
  const wishes = searchWishesOf(text);
  return typeof wishes === 'string' ? wishes : wishes.map(({ kind }) => kind).join(' ');
};

it.each([
  ['a phone number is one, and may be an order number too', '13912345678', 'phone order-no tracking-no sku'],
  ['written with spaces it is a phone number alone', '+86 139-1234-5678', 'phone'],
  ['full-width digits are digits', '１３９１２３４５６７８', 'phone order-no tracking-no sku'],
  ['four digits are the tail of a phone, and may end an order number', '5678', 'phone-tail order-no tracking-no sku'],
  ['a masked phone is its tail', '139****5678', 'phone-tail'],
  ['letters with digits are an order, a parcel or an article', 'SF1234567890123', 'order-no tracking-no sku'],
  ['long digits are no phone', '3704612354559743232', 'order-no tracking-no sku'],
  ['an article may have any sign', 'CUP-01/L_2.5%', 'order-no tracking-no sku'],
  ['two characters are a name, an article, or words of a note', '李雷', 'name sku note'],
  ['two words are a name or of a note, and no article', 'Ann Lee', 'name note'],
  ['a Chinese word with digits may be an article', '海蓝-42', 'name sku note'],
  ['three digits are too little', '123', 'too-short'],
  ['one character is too little', '李', 'too-short'],
  ['one letter is too little', 'a', 'too-short'],
  ['a masked name is nobody in particular', '李**', 'masked'],
  ['a masked number without its tail too', '138****', 'masked'],
  ['asterisks alone too', '**', 'masked'],
])('%s: %s', (_name, text, kinds) => {
  expect(kindsOf(text)).toBe(kinds);
});

it('compares each kind as it is stored', () => {
  expect(searchWishesOf('+86 139 1234 5678')).toEqual([{ kind: 'phone', text: '13912345678' }]);
  expect(searchWishesOf('欧阳·钟离')).toEqual([
    { kind: 'name', text: '欧阳钟离' },
    { kind: 'sku', text: '欧阳·钟离' },
    { kind: 'note', text: '欧阳·钟离' },
  ]);
});
