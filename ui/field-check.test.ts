import { expect, it } from 'vitest';
import { problemOf } from './field-check';

const fine = {
  ...{ valueMissing: false, tooShort: false, tooLong: false },
  ...{ rangeUnderflow: false, rangeOverflow: false, badInput: false },
};
const limits = { minLength: 8, maxLength: 40, min: '1', max: '200' };

it.each([
  [{ valueMissing: true }, { kind: 'missing', limit: '' }],
  [
    { valueMissing: true, badInput: true },
    { kind: 'malformed', limit: '' },
  ],
  [{ tooShort: true }, { kind: 'too-short', limit: '8' }],
  [{ tooLong: true }, { kind: 'too-long', limit: '40' }],
  [{ rangeUnderflow: true }, { kind: 'too-small', limit: '1' }],
  [{ rangeOverflow: true }, { kind: 'too-large', limit: '200' }],
  [{}, { kind: 'malformed', limit: '' }],
])('a field that the browser refuses for %j is told with its limit', (found, problem) => {
  expect(problemOf({ ...fine, ...found }, limits)).toEqual(problem);
});
