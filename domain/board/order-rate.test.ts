import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastRate } from './order-rate';

const steady = (orders: number, slots = 24) => Array.from({ length: slots }, () => orders);

describe('the forecast of the order rate', () => {
  it('of a steady hour is the same hour, and never crosses a line above it', () => {
    expect(forecastRate(steady(100), 5_000)).toEqual({ inAnHour: 1_200, crossesInMinutes: null });
  });

  it('of a rising half hour crosses the line, sooner when it rises faster', () => {
    const rising = (step: number) => [...steady(350, 18), ...Array.from({ length: 6 }, (_, i) => 350 + (i + 1) * step)];
    const slow = forecastRate(rising(20), 5_000);
    const fast = forecastRate(rising(35), 5_000);
    expect(slow?.crossesInMinutes).toBeGreaterThan(fast?.crossesInMinutes ?? 0);
    expect(fast?.crossesInMinutes).toBeLessThan(5);
    expect(slow?.inAnHour).toBeGreaterThan(5_000);
  });

  it('names no crossing when the rate is over the line already', () => {
    expect(forecastRate(steady(600), 5_000)).toEqual({ inAnHour: 7_200, crossesInMinutes: null });
  });

  it('says nothing about too few orders, or less than an hour', () => {
    expect(forecastRate(steady(4), 5_000)).toBeNull();
    expect(forecastRate(steady(100, 11), 5_000)).toBeNull();
  });

  it('is never negative, however steeply the orders fall', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 12, maxLength: 24 }), (slots) => {
        const forecast = forecastRate(slots, 5_000);
        expect(forecast?.inAnHour ?? 0).toBeGreaterThanOrEqual(0);
        expect(forecast?.crossesInMinutes ?? 1).toBeGreaterThanOrEqual(1);
        expect(forecast?.crossesInMinutes ?? 60).toBeLessThanOrEqual(60);
      }),
    );
  });
});
