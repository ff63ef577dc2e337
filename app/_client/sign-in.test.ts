import { expect, it } from 'vitest';
import { safeNext } from './sign-in';

it.each([
  ['/desk?task=7', '/desk?task=7'],
  [null, '/'],
  ['', '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example', '/'],
  ['javascript:alert(1)', '/'],
])('after a sign-in %s leads to %s', (next, path) => {
  expect(safeNext(next)).toBe(path);
});
