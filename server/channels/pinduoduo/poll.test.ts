import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeWindow } from '../channel';
import { nextWindow, PAGE_SIZE, pageOf, spanOf } from './poll';

const MINUTE = 60_000;

/** Looks at a list as the platform keeps it, while orders leave the span; returns what was not seen of those that stayed. */
function hidden(count: number, leaving: readonly number[]): number[] {
  let listed = Array.from({ length: count }, (_, n) => n);
  const seen = new Set<number>();
  let window: ChangeWindow | null = { from: 0, until: 20 * MINUTE, page: 0 };
  for (let calls = 0; window !== null; calls += 1) {
    const page = pageOf(window);
    for (const order of listed.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)) seen.add(order);
    window = nextWindow(window, listed.length);
    listed = listed.filter((order) => order !== leaving[calls]);
  }
  return listed.filter((order) => !seen.has(order));
}

describe('a look at what changed', () => {
  it('hides no order, whatever changes while it pages', () => {
    const leaving = fc.array(fc.nat(450), { maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 450 }), leaving, (count, gone) => {
        expect(hidden(count, gone)).toEqual([]);
      }),
    );
  });

  it('goes through a long window in spans of half an hour', () => {
    let window: ChangeWindow | null = { from: 0, until: 100 * MINUTE, page: 0 };
    const spans: { start: number; end: number }[] = [];
    while (window !== null) {
      spans.push(spanOf(window));
      window = nextWindow(window, 3);
    }
    expect(spans.map(({ start, end }) => [start / 60, end / 60])).toEqual([
      [0, 30],
      [30, 60],
      [60, 90],
      [90, 100],
    ]);
  });
});
