import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@/domain/clocks/instant';
import type { OrderState } from './channel';
import { SOURCE_CHANNELS } from './index';
import { rollOn } from './rolling-window';

const PAGE_SIZE = 100;

const window = { from: 1_000_000, until: 9_000_000, page: 0 };
const page = (versions: readonly number[]): OrderState[] =>
  versions.map((version, n) => ({ orderNo: String(n), version, mark: '' }));
const full = (from: number, step: number) => page(Array.from({ length: PAGE_SIZE }, (_, n) => from + n * step));

it.each(SOURCE_CHANNELS)('$name is looked at again from ten minutes before the last look, or earlier', ({ source }) => {
  expect(source?.poll.overlapMs).toBeGreaterThanOrEqual(10 * MINUTE_MS);
});

describe('after a page of changed orders', () => {
  it('that is not full there is nothing more', () => {
    expect(rollOn(window, [], PAGE_SIZE)).toBeNull();
    expect(rollOn(window, full(1_000_000, 1_000).slice(1), PAGE_SIZE)).toBeNull();
  });

  it('the window rolls on to the last time seen, so that no order hides when another leaves the window', () => {
    expect(rollOn(window, full(1_000_000, 1_000), PAGE_SIZE)).toEqual({ ...window, from: 1_099_000, page: 0 });
  });

  it('within one second, and where the platform did not sort, pages are turned', () => {
    expect(rollOn(window, full(1_000_000, 0), PAGE_SIZE)).toEqual({ ...window, page: 1 });
    expect(rollOn({ ...window, page: 3 }, full(1_000_000, 0), PAGE_SIZE)).toEqual({ ...window, page: 4 });
    expect(rollOn(window, full(5_000_000, 1_000).toReversed(), PAGE_SIZE)).toEqual({ ...window, page: 1 });
  });
});
