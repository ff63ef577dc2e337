import { createLoader } from 'nuqs/server';
import { describe, expect, it } from 'vitest';
import type { OrderFilter } from '@/server/orders/order-filter';
import { filterOf, ORDER_PARAMS, ordersPath } from './order-params';

const read = (path: string) => filterOf(createLoader(ORDER_PARAMS)(new URL(path, 'http://localhost')));

describe('the address of an order list', () => {
  it('carries every part of the filter there and back', () => {
    const filter: Required<OrderFilter> = {
      platform: 'douyin',
      region: 'other',
      state: 'to-ship',
      stage: 'collection',
      isLate: true,
      shipDue: 'soon',
      class: 'confirm',
      verdict: 'flagged',
      day: '2026-11-11',
      withinMinutes: 60,
      placedFrom: 1_793_000_000_000,
      placedBefore: 1_793_000_900_000,
      card: 'overdue',
      mark: 'phone-malformed',
      isInConflict: true,
      isMergeable: true,
      isHistory: false,
    };
    expect(read(ordersPath(filter))).toEqual(filter);
  });

  it('without a filter is the bare list', () => {
    expect(ordersPath({})).toBe('/orders');
    expect(read('/orders')).toEqual({});
  });

  it('ignores what no filter can mean, instead of failing', () => {
    expect(read('/orders?platform=ebay&day=2026-13-77&stage=&isLate=perhaps&withinMinutes=soon')).toEqual({});
  });
});
