import { describe, expect, it } from 'vitest';
import { accountThrottle } from './throttle';

describe('accountThrottle', () => {
  it('lets five failures pass, then doubles the wait from 5 s up to 5 min', () => {
    let now = 0;
    const throttle = accountThrottle(() => now);
    const waits = Array.from({ length: 13 }, () => {
      throttle.failed('lin');
      const waitMs = throttle.waitMs('lin');
      now += waitMs;
      return waitMs / 1000;
    });
    expect(waits).toEqual([0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('forgets after a success, and after 15 quiet minutes', () => {
    let now = 0;
    const throttle = accountThrottle(() => now);
    for (let attempt = 0; attempt < 5; attempt += 1) throttle.failed('lin');
    expect(throttle.waitMs('lin')).toBe(5000);
    expect(throttle.waitMs('mei')).toBe(0);
    throttle.succeeded('lin');
    expect(throttle.waitMs('lin')).toBe(0);
    for (let attempt = 0; attempt < 5; attempt += 1) throttle.failed('lin');
    now += 15 * 60_000;
    throttle.failed('lin');
    expect(throttle.waitMs('lin')).toBe(0);
  });

  it('keeps no more than 10,000 accounts, forgetting the one that was quiet longest', () => {
    const throttle = accountThrottle(() => 0);
    for (let attempt = 0; attempt < 5; attempt += 1) throttle.failed('first');
    for (let other = 0; other < 10_000; other += 1) throttle.failed(`other-${other}`);
    expect(throttle.waitMs('first')).toBe(0);
  });
});
