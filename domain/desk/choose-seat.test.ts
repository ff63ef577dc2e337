import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignBatch, chooseSeat, type Seat } from './choose-seat';

const T0 = Date.UTC(2026, 10, 11);
const seat = (seatId: string, change: Partial<Seat> = {}): Seat => ({
  seatId,
  skills: [],
  capacity: 10,
  openCount: 0,
  lastAssignedAt: null,
  ...change,
});
const ANY = { skill: null, preferSeatId: null };
const idOf = (seats: readonly Seat[], card = ANY as Parameters<typeof chooseSeat>[1]) =>
  chooseSeat(seats, card)?.seatId;

describe('chooseSeat', () => {
  test('takes the seat with the least load for its capacity, not the fewest cards', () => {
    expect(idOf([seat('a', { openCount: 2, capacity: 4 }), seat('b', { openCount: 4, capacity: 20 })])).toBe('b');
  });

  test('of equally loaded seats takes the one that waited longest, one that never had a card first', () => {
    const seats = [
      seat('a', { lastAssignedAt: T0 + 2 }),
      seat('b', { lastAssignedAt: T0 + 1 }),
      seat('c', { lastAssignedAt: T0 + 3 }),
    ];
    expect(idOf(seats)).toBe('b');
    expect(idOf([...seats, seat('d')])).toBe('d');
  });

  test('never gives a card to a full seat, a seat without capacity or one without the skill', () => {
    expect(idOf([seat('a', { openCount: 10 })])).toBeUndefined();
    expect(idOf([seat('a', { capacity: 0 })])).toBeUndefined();
    expect(idOf([seat('a')], { skill: 'risk', preferSeatId: null })).toBeUndefined();
    expect(
      idOf([seat('a'), seat('b', { skills: ['risk'], openCount: 9 })], { skill: 'risk', preferSeatId: null }),
    ).toBe('b');
    expect(chooseSeat([], ANY)).toBeNull();
  });

  test('prefers the seat that served the customer last, while it can take the card', () => {
    const seats = [seat('a', { openCount: 5 }), seat('b')];
    expect(chooseSeat(seats, { skill: null, preferSeatId: 'a' })).toMatchObject({
      seatId: 'a',
      why: { reason: 'served-last' },
    });
    expect(idOf([seat('a', { openCount: 10 }), seat('b')], { skill: null, preferSeatId: 'a' })).toBe('b');
    expect(idOf(seats, { skill: null, preferSeatId: 'gone' })).toBe('b');
  });

  test('says why in numbers', () => {
    expect(
      chooseSeat([seat('a', { openCount: 1, capacity: 3 }), seat('b', { openCount: 3, capacity: 3 })], ANY),
    ).toEqual({
      seatId: 'a',
      why: { reason: 'least-loaded', skill: null, openCount: 1, capacity: 3, loadBp: 3_333, candidates: 1 },
    });
  });

  test('gives the same answer for any order of the seats', () => {
    const anySeat = fc.record({
      seatId: fc.uuid(),
      skills: fc.constant([]),
      capacity: fc.integer({ min: 0, max: 3 }),
      openCount: fc.integer({ min: 0, max: 3 }),
      lastAssignedAt: fc.option(fc.integer({ min: T0, max: T0 + 2 }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(anySeat, { selector: (one) => one.seatId, maxLength: 6 }), (seats) => {
        expect(chooseSeat(seats.toReversed(), ANY)).toEqual(chooseSeat(seats, ANY));
      }),
    );
  });
});

describe('assignBatch', () => {
  const cards = (count: number) => Array.from({ length: count }, () => ANY);

  test('deals a batch out evenly, each card seeing those before it', () => {
    const choices = assignBatch([seat('a'), seat('b'), seat('c')], cards(6), T0);
    expect(choices.map((choice) => choice?.seatId)).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  test('never fills a seat beyond its capacity and leaves the rest unclaimed, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }), fc.nat({ max: 20 }), (rooms, count) => {
        const seats = rooms.map((room, index) => seat(String(index), { capacity: 5, openCount: 5 - room }));
        const given = assignBatch(seats, cards(count), T0).map((choice) => choice?.seatId ?? null);
        const free = rooms.reduce((sum, room) => sum + room, 0);
        expect(given.filter((id) => id !== null)).toHaveLength(Math.min(free, count));
        for (const [index, room] of rooms.entries()) {
          expect(given.filter((id) => id === String(index)).length).toBeLessThanOrEqual(room);
        }
      }),
    );
  });

  test('leaves the seats it was given as they were', () => {
    const seats = [seat('a')];
    assignBatch(seats, cards(3), T0);
    expect(seats).toEqual([seat('a')]);
  });
});
