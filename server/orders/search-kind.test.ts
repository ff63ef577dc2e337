import { expect, it } from 'vitest';
import { searchWishOf } from './search-kind';

it.each([
  ['13912345678', 'phone', '13912345678'],
  ['+86 139-1234-5678', 'phone', '13912345678'],
  ['１３９１２３４５６７８', 'phone', '13912345678'],
  ['5678', 'phone-tail', '5678'],
  ['139****5678', 'phone-tail', '5678'],
  ['李雷', 'name', '李雷'],
  ['欧阳·钟离', 'name', '欧阳钟离'],
  ['Ann Lee', 'name', 'annlee'],
  ['SF1234567890123', 'number', 'SF1234567890123'],
  ['3704612354559743232', 'number', '3704612354559743232'],
  ['654321', 'number', '654321'],
  ['25012345678', 'number', '25012345678'],
])('%s is looked for as %s', (given, kind, text) => {
  expect(searchWishOf(given)).toEqual({ kind, text });
});

it.each(['李**', '张*', '138****', '*'])('%s is masked: nobody in particular', (given) => {
  expect(searchWishOf(given)).toEqual({ kind: 'masked' });
});
