import { describe, expect, test } from 'vitest';
import { DAY_MS } from '@/domain/clocks/instant';
import { MAX_AHEAD_MS, OLDEST, parseTime } from './time';

const NOW = Date.UTC(2026, 5, 18, 4, 0, 0);

describe('parseTime', () => {
  test.each([
    ['2020-02-21 00:00:02', '2020-02-20T16:00:02.000Z'],
    ['2016/5/23 22:02', '2016-05-23T14:02:00.000Z'],
    ['2020-02-21T00:00:02+08:00', '2020-02-20T16:00:02.000Z'],
    ['2020-02-21T00:00:02+0800', '2020-02-20T16:00:02.000Z'],
    ['2020-02-21T00:00:02Z', '2020-02-21T00:00:02.000Z'],
    ['2020-02-21T00:00:02.1Z', '2020-02-21T00:00:02.100Z'],
    ['2020-02-21T00:00:02.123456-05:30', '2020-02-21T05:30:02.123Z'],
    ['2020年2月21日 08:00', '2020-02-21T00:00:00.000Z'],
    ['2020-02-21', '2020-02-20T16:00:00.000Z'],
    ['20200221000002', '2020-02-20T16:00:02.000Z'],
    ['2024-02-29 12:00:00', '2024-02-29T04:00:00.000Z'],
    [1_582_214_402, '2020-02-20T16:00:02.000Z'],
    ['1582214402', '2020-02-20T16:00:02.000Z'],
    [1_582_214_402_123, '2020-02-20T16:00:02.123Z'],
    ['1582214402123', '2020-02-20T16:00:02.123Z'],
  ])('reads %j as %s', (raw, iso) => {
    expect(parseTime(raw, NOW)).toEqual({ isRead: true, at: Date.parse(iso) });
  });

  test.each([
    ['0000-00-00', 'no-such-date'],
    ['0000-00-00 00:00:00', 'no-such-date'],
    ['2026-02-30', 'no-such-date'],
    ['2025-02-29 10:00:00', 'no-such-date'],
    ['2026-13-01', 'no-such-date'],
    ['2026-01-01 24:00:00', 'no-such-date'],
    ['2026-01-01 10:60', 'no-such-date'],
    ['2029-06-18 12:00:00', 'too-far-ahead'],
    [(NOW + 3 * 365 * DAY_MS) / 1000, 'too-far-ahead'],
    ['1970-01-02', 'too-old'],
    ['', 'not-a-time'],
    ['tomorrow', 'not-a-time'],
    ['0', 'not-a-time'],
    [Number.NaN, 'not-a-time'],
    [-1, 'not-a-time'],
    ['4.12E+18', 'not-a-time'],
    ['2026-06-18 12:00:00 CST', 'not-a-time'],
  ])('refuses %j as %s', (raw, refusal) => {
    expect(parseTime(raw, NOW)).toEqual({ isRead: false, refusal });
  });

  test('keeps the furthest and the oldest allowed time, and nothing beyond them', () => {
    const iso = (at: number) => new Date(at).toISOString();
    expect(parseTime(iso(NOW + MAX_AHEAD_MS), NOW).isRead).toBe(true);
    expect(parseTime(iso(NOW + MAX_AHEAD_MS + 1), NOW).isRead).toBe(false);
    expect(parseTime(iso(OLDEST), NOW).isRead).toBe(true);
    expect(parseTime(iso(OLDEST - 1), NOW).isRead).toBe(false);
  });
});
