import { describe, expect, test } from 'vitest';
import { moved, placeByKey, placeByPointer } from './reorder';

describe('reordering', () => {
  test('moves one entry and keeps the order of the others', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 1, 9)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 7, 0)).toEqual(['a', 'b']);
  });

  test('keys stay between the first place and the last that is free', () => {
    const places = ['ArrowUp', 'ArrowDown', 'Home', 'End'].map((key) => placeByKey(key, 1, 4, 1));
    expect(places).toEqual([0, 2, 0, 2]);
    expect(placeByKey('ArrowDown', 2, 4, 1)).toBe(2);
    expect(placeByKey('ArrowUp', 0, 4, 1)).toBe(0);
    expect(placeByKey('Enter', 1, 4, 1)).toBeNull();
  });

  test('a pointer drops before the first row whose middle lies below it, never behind the fixed ones', () => {
    const middles = [20, 60, 100, 140];
    expect([0, 30, 70, 110, 200].map((y) => placeByPointer(y, middles, 0, 1))).toEqual([0, 0, 1, 2, 2]);
    expect([0, 30, 70, 110].map((y) => placeByPointer(y, middles, 2, 1))).toEqual([0, 1, 2, 2]);
  });
});
