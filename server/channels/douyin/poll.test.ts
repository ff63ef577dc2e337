import { describe, expect, it } from 'vitest';
import type { OrderState } from '../channel';
import { nextWindow, PAGE_SIZE } from './poll';

const window = { from: 1_000_000, until: 9_000_000, page: 0 };
const page = (versions: readonly number[]): OrderState[] =>
  versions.map((version, n) => ({ orderNo: String(n), version, mark: '' }));
const full = (from: number, step: number) => page(Array.from({ length: PAGE_SIZE }, (_, n) => from + n * step));

describe('after a page of changed orders', () => {
  it('that is not full there is nothing more', () => {
    expect(nextWindow(window, [])).toBeNull();
    expect(nextWindow(window, full(1_000_000, 1_000).slice(1))).toBeNull();
  });

  it('the window rolls on to the last time seen, so that no order hides when another leaves the window', () => {
    expect(nextWindow(window, full(1_000_000, 1_000))).toEqual({ ...window, from: 1_099_000, page: 0 });
  });

  it('within one second, and where the platform did not sort, pages are turned', () => {
    expect(nextWindow(window, full(1_000_000, 0))).toEqual({ ...window, page: 1 });
    expect(nextWindow({ ...window, page: 3 }, full(1_000_000, 0))).toEqual({ ...window, page: 4 });
    expect(nextWindow(window, full(5_000_000, 1_000).toReversed())).toEqual({ ...window, page: 1 });
  });
});
