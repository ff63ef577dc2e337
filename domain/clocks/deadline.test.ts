import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SHANGHAI_DAY, sameBusinessDayEnd } from './business-day';
import { classDeadline, type Deadline, earliestDeadline, firstReplyDeadline, warnAtOf } from './deadline';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './instant';
import { GOLDEN_WINDOW_MS, isOverdue, urgencyOf } from './overdue';

const at = (iso: string) => Date.parse(iso);
const anyInstant = fc.integer({ min: 0, max: 4_102_444_800_000 });

describe('sameBusinessDayEnd', () => {
  test.each([
    ['during the day: the same evening', '2026-11-11T10:00:00+08:00', '2026-11-11T21:00:00+08:00'],
    ['before opening: the same evening', '2026-11-11T00:00:00+08:00', '2026-11-11T21:00:00+08:00'],
    ['just before closing: at closing', '2026-11-11T20:59:59+08:00', '2026-11-11T21:00:00+08:00'],
    ['at closing: the next evening', '2026-11-11T21:00:00+08:00', '2026-11-12T21:00:00+08:00'],
    ['late in the night: the next evening', '2026-11-11T23:59:59+08:00', '2026-11-12T21:00:00+08:00'],
    ['over the end of a year', '2026-12-31T22:00:00+08:00', '2027-01-01T21:00:00+08:00'],
  ])('%s', (_, opened, close) => expect(sameBusinessDayEnd(at(opened))).toBe(at(close)));

  test('is always ahead, at most a day, and at the closing hour', () => {
    fc.assert(
      fc.property(anyInstant, (opened) => {
        const close = sameBusinessDayEnd(opened);
        expect(close).toBeGreaterThan(opened);
        expect(close - opened).toBeLessThanOrEqual(DAY_MS);
        expect((close + SHANGHAI_DAY.offsetMs) % DAY_MS).toBe(SHANGHAI_DAY.closesMs);
      }),
    );
  });

  test('works in other zones and hours', () => {
    const newYork = { closesMs: 17 * HOUR_MS, offsetMs: -5 * HOUR_MS };
    expect(sameBusinessDayEnd(at('2026-11-11T16:59:00-05:00'), newYork)).toBe(at('2026-11-11T17:00:00-05:00'));
    expect(sameBusinessDayEnd(at('2026-11-11T23:00:00-05:00'), newYork)).toBe(at('2026-11-12T17:00:00-05:00'));
  });
});

describe('deadlines', () => {
  const opened = at('2026-11-11T10:00:00+08:00');

  test('a confirmation is due within 30 minutes, with a warning when a quarter of them is left', () => {
    expect(classDeadline('confirm', opened)).toEqual({
      kind: 'class',
      dueAt: opened + 30 * MINUTE_MS,
      warnAt: opened + 22.5 * MINUTE_MS,
    });
  });

  test('an abnormal order is due the same business day', () => {
    expect(classDeadline('abnormal', opened)?.dueAt).toBe(at('2026-11-11T21:00:00+08:00'));
  });

  test.each(['normal', 'urgent', null] as const)('class %s has no clock of its own', (orderClass) => {
    expect(classDeadline(orderClass, opened)).toBeNull();
  });

  test('a first reply warns after 3 minutes and is due after 8', () => {
    expect(firstReplyDeadline(opened)).toEqual({
      kind: 'first-reply',
      warnAt: opened + 3 * MINUTE_MS,
      dueAt: opened + 8 * MINUTE_MS,
    });
  });

  test('the earliest deadline counts and says which clock it is', () => {
    const tier: Deadline = { kind: 'tier', dueAt: opened + DAY_MS, warnAt: opened };
    const deadlines = [tier, classDeadline('confirm', opened), null, firstReplyDeadline(opened)];
    expect(earliestDeadline(deadlines)).toEqual(firstReplyDeadline(opened));
    expect(earliestDeadline(deadlines.toReversed())).toEqual(firstReplyDeadline(opened));
    expect(earliestDeadline([tier])).toBe(tier);
    expect(() => earliestDeadline([null])).toThrow(RangeError);
  });

  test('of two deadlines at one instant the first given counts', () => {
    const due = { dueAt: opened, warnAt: opened };
    expect(
      earliestDeadline([
        { kind: 'stage', ...due },
        { kind: 'tier', ...due },
      ]).kind,
    ).toBe('stage');
  });
});

describe('urgencyOf', () => {
  const opened = at('2026-11-11T10:00:00+08:00');
  const dueAt = opened + HOUR_MS;
  const warnAt = warnAtOf(opened, dueAt);

  test.each<[string, number, string]>([
    ['at the start', opened, 'calm'],
    ['a moment before a quarter is left', warnAt - 1, 'calm'],
    ['with a quarter left', warnAt, 'amber'],
    ['a moment before it is due', dueAt - 1, 'amber'],
    ['when it is due', dueAt, 'golden'],
    ['ten minutes after, less a moment', dueAt + GOLDEN_WINDOW_MS - 1, 'golden'],
    ['ten minutes after', dueAt + GOLDEN_WINDOW_MS, 'overdue'],
  ])('%s', (_, now, urgency) => expect(urgencyOf(now, warnAt, dueAt)).toBe(urgency));

  test('without a warning time it stays calm until it is due', () => {
    expect(urgencyOf(dueAt - 1, null, dueAt)).toBe('calm');
    expect(urgencyOf(dueAt, null, dueAt)).toBe('golden');
  });

  test('only grows as time passes, and says overdue exactly from the deadline on', () => {
    const order = ['calm', 'amber', 'golden', 'overdue'];
    fc.assert(
      fc.property(
        anyInstant,
        fc.nat({ max: DAY_MS }),
        anyInstant,
        fc.nat({ max: DAY_MS }),
        (start, lasts, now, later) => {
          const due = start + lasts;
          const ask = (time: number) => order.indexOf(urgencyOf(time, warnAtOf(start, due), due));
          expect(ask(now + later)).toBeGreaterThanOrEqual(ask(now));
          expect(ask(now) >= order.indexOf('golden')).toBe(isOverdue(now, due));
        },
      ),
    );
  });
});
