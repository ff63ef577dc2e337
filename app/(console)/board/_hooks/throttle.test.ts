import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from './throttle';

const EVERY_MS = 300;
let begunAt: number[];
let finish: (() => void)[];
let start: number;

beforeEach(() => {
  vi.useFakeTimers();
  begunAt = [];
  finish = [];
  start = performance.now();
});
afterEach(() => vi.useRealTimers());

/** Work that ends only when the test says so. */
const openEnded = () =>
  new Promise<void>((resolve) => {
    begunAt.push(performance.now() - start);
    finish.push(resolve);
  });
const quick = async () => {
  begunAt.push(performance.now() - start);
};

describe('a throttle', () => {
  it('works at once after a quiet time', async () => {
    const { ask } = throttle(quick, EVERY_MS);
    ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(begunAt).toEqual([0]);
  });

  it('works at most once per interval, however often it is asked', async () => {
    const { ask } = throttle(quick, EVERY_MS);
    for (let ms = 0; ms < 1_000; ms += 50) {
      ask();
      await vi.advanceTimersByTimeAsync(50);
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect(begunAt).toEqual([0, 300, 600, 900, 1_200]);
  });

  it('never begins again before the last work has ended, and then does what was asked meanwhile', async () => {
    const { ask } = throttle(openEnded, EVERY_MS);
    ask();
    await vi.advanceTimersByTimeAsync(100);
    ask();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(begunAt).toEqual([0]);
    finish[0]?.();
    await vi.advanceTimersByTimeAsync(10);
    expect(begunAt).toEqual([0, 2_100]);
    finish[1]?.();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(begunAt).toHaveLength(2);
  });

  it('goes on after work that failed', async () => {
    const { ask } = throttle(async () => {
      await quick();
      throw new Error('no answer');
    }, EVERY_MS);
    ask();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    ask();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(begunAt).toEqual([0, 300]);
  });

  it('does nothing any more once it is stopped', async () => {
    const { ask, stop } = throttle(quick, EVERY_MS);
    ask();
    stop();
    ask();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(begunAt).toEqual([]);
  });
});
