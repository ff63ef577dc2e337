import { expect, it } from 'vitest';
import { isShorter, numberIn, typedOf, valuesOf } from './values';

const SETTINGS = {
  ...{ rawBodyDays: 30, receiverDays: 180, messageDays: null },
  ...{ revealsADay: 200, revealsInTenMinutes: 20, version: 3 },
};

it('what is shown reads back as what was set', () => {
  const { version, ...values } = SETTINGS;
  expect(valuesOf(typedOf(SETTINGS))).toEqual(values);
});

it.each(['0', '-1', '1.5', '3651', 'ten', '1e3', '', '３０'])('%j is no number of days', (text) => {
  expect(numberIn('rawBodyDays', text)).toBeUndefined();
});

it('only words may be kept for good', () => {
  expect(numberIn('messageDays', ' ')).toBeNull();
  expect(valuesOf({ ...typedOf(SETTINGS), receiverDays: '' })).toBeNull();
});

it('shorter is fewer days, or any number of days after for good', () => {
  expect(isShorter(SETTINGS, { ...SETTINGS, messageDays: 365 })).toBe(true);
  expect(isShorter(SETTINGS, { ...SETTINGS, rawBodyDays: 29 })).toBe(true);
  expect(isShorter({ ...SETTINGS, messageDays: 30 }, { ...SETTINGS, receiverDays: 181 })).toBe(false);
  expect(isShorter(SETTINGS, { ...SETTINGS, revealsADay: 1 })).toBe(false);
});
