import { expect, it } from 'vitest';
import { valuesIn, withValues } from './value-words';

const loud = (value: string) => value.toUpperCase();

it('finds the words of each value of a list and of both sides of a change', () => {
  expect(withValues('a, b → c', loud, '、')).toBe('A、B → C');
  expect(withValues('a', loud, '、')).toBe('A');
  expect(valuesIn('a, b → c')).toEqual(['a', 'b', 'c']);
});
