import { expect, it } from 'vitest';
import { clockText } from './duration';

it.each([
  [192_000, '03:12'],
  [6_727_000, '1:52:07'],
  [-520_000, '−08:40'],
  [-400, '00:00'],
  [166_200_000, '46:10:00'],
])('writes %d ms as %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});
