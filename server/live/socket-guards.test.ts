import { describe, expect, it } from 'vitest';
import { isTooSlow, packetBudget } from './socket-guards';

describe('packetBudget', () => {
  it('lets a burst pass, then only what the rate allows', () => {
    const budget = packetBudget(10, 2);
    const taken = (nowMs: number, tries: number) =>
      Array.from({ length: tries }, () => budget.take(nowMs)).filter(Boolean).length;
    expect(taken(0, 5000)).toBe(10);
    expect(taken(1000, 10)).toBe(2);
    expect(taken(60_000, 100)).toBe(10);
  });
});

describe('isTooSlow', () => {
  it.each([
    [{ packets: 256, bytes: 1024 * 1024 }, false],
    [{ packets: 257, bytes: 0 }, true],
    [{ packets: 0, bytes: 1024 * 1024 + 1 }, true],
  ])('judges %o as %s', (queue, expected) => {
    expect(isTooSlow(queue)).toBe(expected);
  });
});
