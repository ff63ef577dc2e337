import { expect, it } from 'vitest';
import { STALLED_AFTER_MS, statusOf } from './freshness';

it.each([
  ['a page that has just opened', { isCaughtUp: false, ageMs: null, openForMs: 900 }, 'connecting'],
  ['a page that never got through', { isCaughtUp: false, ageMs: null, openForMs: 12_500 }, 'stalled'],
  ['a page that hears the beat', { isCaughtUp: true, ageMs: 2_100, openForMs: 60_000 }, 'live'],
  ['a page whose socket is down', { isCaughtUp: false, ageMs: 900, openForMs: 60_000 }, 'reconnecting'],
  ['a page whose socket is up but silent', { isCaughtUp: true, ageMs: 12_001, openForMs: 60_000 }, 'stalled'],
] as const)('%s is told so', (_what, facts, status) => {
  expect(statusOf(facts)).toBe(status);
});

it('a stall is noticed within 15 s', () => {
  const checkedEveryMs = 1_000;
  expect(STALLED_AFTER_MS + checkedEveryMs).toBeLessThanOrEqual(15_000);
});
