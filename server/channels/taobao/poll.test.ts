import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { ChangeWindow } from '../channel';
import { nextPage, sliceEnd } from './poll';

const from = 1_794_326_400_000;

describe('the list of changes', () => {
  it('is asked for in spans of half an hour, the last of them shorter', () => {
    const window = { from, until: from + 70 * MINUTE_MS, page: 0 };
    expect(sliceEnd(window)).toBe(from + 30 * MINUTE_MS);
    expect(nextPage(window, 0)).toEqual({ ...window, from: from + 30 * MINUTE_MS });
    const last = { ...window, from: from + 60 * MINUTE_MS };
    expect(sliceEnd(last)).toBe(window.until);
    expect(nextPage(last, 50)).toBeNull();
  });

  it('is turned over from its last page to its first, which is looked at once more', () => {
    const window = { from, until: from + MINUTE_MS, page: 0 };
    const pages: (number | undefined)[] = [];
    let next: ChangeWindow | null = nextPage(window, 151);
    for (; next !== null; next = nextPage(next, null)) pages.push(next.page);
    expect(pages).toEqual([4, 3, 2, 1]);
  });

  it('of an end that lies less than a second away is not asked for: the platform takes no empty span', () => {
    const window = { from, until: from + 30 * MINUTE_MS + 999, page: 0 };
    expect(nextPage(window, 1)).toBeNull();
  });

  it('ends, however long nobody has looked', () => {
    let window: ChangeWindow | null = { from, until: from + 30 * DAY_MS, page: 0 };
    let steps = 0;
    for (; window !== null; steps += 1) window = nextPage(window, window.page === 0 ? 120 : null);
    expect(steps).toBe(30 * 48 * 4);
  });
});
