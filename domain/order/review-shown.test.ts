import { expect, it } from 'vitest';
import { reviewShown } from './review-shown';

it('what left or ended unjudged was not reviewed, and waits for nothing', () => {
  expect((['shipped', 'done', 'cancelled', 'closed'] as const).map((where) => reviewShown('pending', where))).toEqual(
    Array(4).fill('unreviewed'),
  );
  expect(
    (['to_ship', 'part_shipped', 'unpaid', 'to-review'] as const).map((where) => reviewShown('pending', where)),
  ).toEqual(Array(4).fill('pending'));
  expect(reviewShown('released', 'shipped')).toBe('released');
});
