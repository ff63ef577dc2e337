import { expect, it } from 'vitest';
import { seatTrouble } from './seat-trouble';

const seat = { state: 'accepting', isPresent: true, inHand: 3, capacity: 4 } as const;

it.each([
  [seat, null],
  [{ ...seat, inHand: 4 }, 'full'],
  [{ ...seat, capacity: 0, inHand: 0 }, 'full'],
  [{ ...seat, state: 'paused' }, 'paused'],
  [{ ...seat, state: 'offline' }, 'offline'],
  [{ ...seat, isPresent: false }, 'offline'],
] as const)('a seat %j has the trouble %s', (one, trouble) => {
  expect(seatTrouble(one)).toBe(trouble);
});
