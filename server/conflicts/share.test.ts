import { expect, test } from 'vitest';
import { alarmChange } from './share';

const share = (inConflict: number, open: number) => ({
  inConflict,
  open,
  shareBp: open ? (10_000 * inConflict) / open : null,
  limitBp: 300,
});

test.each([
  ['3 % is not above 3 %', share(3, 100), false, null],
  ['above 3 % it begins', share(4, 100), false, 'raise'],
  ['few orders say nothing', share(10, 20), false, null],
  ['nothing open says nothing', share(0, 0), false, null],
  ['between the lines it stays', share(28, 1_000), true, null],
  ['below 2.5 % it ends', share(24, 1_000), true, 'end'],
])('%s', (_, given, isRaised, change) => expect(alarmChange(given, isRaised)).toBe(change));
