import { expect, it } from 'vitest';
import { filterOf } from './letter-params';

it('an empty filter asks for everything, and a chosen day is included whole', () => {
  const none = { kinds: null, shop: null, link: null, reason: '  ', from: null, to: null };
  expect(filterOf(none)).toEqual({});
  const day = new Date('2026-11-11T00:00Z');
  const {
    from = 0,
    before = 0,
    ...rest
  } = filterOf({ ...none, kinds: ['fetch'], shop: 's', link: 'l', from: day, to: day });
  expect(rest).toEqual({ kinds: ['fetch'], shopId: 's', linkId: 'l' });
  expect(from).toBe(Date.parse('2026-11-11T00:00+08:00'));
  expect(before - from).toBe(86_400_000);
});
