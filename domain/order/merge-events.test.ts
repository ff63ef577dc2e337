import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FactMap, factOf, mergeEvents, saidBy } from './merge-events';
import { ORDER_STATUSES, type OrderEvent, type OrderFields } from './order';

const T0 = Date.UTC(2026, 10, 11);
const event = (at: number, fields: Partial<OrderFields>, bodyHash = `${at}`.padStart(64, '0')): OrderEvent => ({
  shopId: 's',
  orderNo: '1',
  kind: 'order.changed',
  source: 'platform',
  at: T0 + at,
  bodyHash,
  fields,
  cleaning: [],
});

const anyEvent: fc.Arbitrary<OrderEvent> = fc
  .record({
    source: fc.constantFrom('platform', 'wms', 'payment', 'person'),
    heard: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
    at: fc.integer({ min: 0, max: 5 }),
    bodyHash: fc
      .integer({ min: 0, max: 2 ** 31 })
      .map((body) => body.toString(16).padStart(64, '0').split('').reverse().join('')),
    fields: fc.record(
      {
        status: fc.constantFrom(...ORDER_STATUSES),
        amountFen: fc.integer({ min: 0, max: 9 }),
        paidAt: fc.integer({ min: T0, max: T0 + 9 }),
        sellerNote: fc.constantFrom('', 'a', 'b'),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ source, heard, at, fields, bodyHash }) => ({
    ...event(at, fields, bodyHash),
    source,
    ...(source === 'person' ? { heard } : {}),
  }));

/** Events of which no two share a hash: the hash of a body is its identity. */
const someEvents = fc.uniqueArray(anyEvent, { maxLength: 8, selector: (one) => one.bodyHash });
const shuffledWithRepeats = someEvents.chain((events) =>
  fc.record({
    events: fc.constant(events),
    arrival: fc
      .array(events.length === 0 ? fc.constant(0) : fc.nat({ max: events.length - 1 }), { maxLength: 12 })
      .chain((repeats) => {
        const all = [...events, ...repeats.flatMap((index) => events[index] ?? [])];
        return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
      }),
  }),
);
const oneByOne = (events: readonly OrderEvent[]): FactMap =>
  events.reduce<FactMap>((facts, one) => mergeEvents(facts, [one]), {});

describe('mergeEvents', () => {
  test('gives one state for any order of arrival, with any repeats, in one batch or one by one', () => {
    fc.assert(
      fc.property(shuffledWithRepeats, ({ events, arrival }) => {
        const expected = mergeEvents({}, events);
        expect(mergeEvents({}, arrival)).toEqual(expected);
        expect(oneByOne(arrival)).toEqual(expected);
      }),
    );
  });

  test('never changes the facts it was given', () => {
    fc.assert(
      fc.property(someEvents, someEvents, (before, after) => {
        const known = mergeEvents({}, before);
        const copy = structuredClone(known);
        mergeEvents(known, after);
        expect(known).toEqual(copy);
      }),
    );
  });

  test('an older statement that comes later is superseded', () => {
    const facts = oneByOne([
      event(5, { status: 'shipped', amountFen: 200 }),
      event(1, { status: 'unpaid', amountFen: 100 }),
    ]);
    expect(factOf(facts, 'status')).toBe('shipped');
    expect(factOf(facts, 'amountFen')).toBe(200);
  });

  test('an older statement still tells what the newer one left out', () => {
    const facts = oneByOne([event(5, { status: 'shipped' }), event(1, { status: 'unpaid', sellerNote: 'a' })]);
    expect([factOf(facts, 'status'), factOf(facts, 'sellerNote')]).toEqual(['shipped', 'a']);
  });

  test('shipped before paid before created ends as shipped with all its times', () => {
    const created = event(1, { status: 'unpaid', createdAt: T0 + 1 });
    const paid = event(2, { status: 'to_ship', paidAt: T0 + 2 });
    const shipped = event(3, { status: 'shipped', shippedAt: T0 + 3 });
    const facts = oneByOne([shipped, paid, created]);
    expect(factOf(facts, 'status')).toBe('shipped');
    expect([factOf(facts, 'createdAt'), factOf(facts, 'paidAt'), factOf(facts, 'shippedAt')]).toEqual([
      T0 + 1,
      T0 + 2,
      T0 + 3,
    ]);
  });

  test('of two statements with one time the later stage counts', () => {
    const facts = oneByOne([
      event(1, { status: 'shipped' }, 'a'.repeat(64)),
      event(1, { status: 'to_ship' }, 'f'.repeat(64)),
    ]);
    expect(factOf(facts, 'status')).toBe('shipped');
  });

  test('what each source last said stays known, whoever counts', () => {
    const facts = oneByOne([
      { ...event(1, { paidFen: 29_800 }), source: 'payment' },
      event(5, { paidFen: 29_900 }),
      event(2, { paidFen: 10 }),
    ]);
    expect(factOf(facts, 'paidFen')).toBe(29_900);
    expect(saidBy(facts, 'paidFen', ['payment'])?.value).toBe(29_800);
    expect(saidBy(facts, 'paidFen', ['platform'])?.value).toBe(29_900);
    expect(saidBy(facts, 'paidFen', ['wms'])).toBeNull();
  });

  test("a person's word stands while the sources repeat themselves, and ends when one says something else", () => {
    const word = { ...event(6, { paidFen: 29_800 }), source: 'person' as const, heard: [29_900, 29_800] };
    const before = [
      { ...event(1, { paidFen: 29_800 }), source: 'payment' as const },
      event(5, { paidFen: 29_900 }),
      word,
    ];
    expect(factOf(oneByOne([...before, event(7, { paidFen: 29_900 })]), 'paidFen')).toBe(29_800);
    expect(factOf(oneByOne([...before, event(8, { paidFen: 31_000 })]), 'paidFen')).toBe(31_000);
    expect(factOf(oneByOne([...before, event(4, { paidFen: 31_000 })]), 'paidFen')).toBe(29_800);
  });

  test('what nobody stated is null', () => expect(factOf({}, 'status')).toBeNull());

  test('an undefined field states nothing', () => {
    const facts = oneByOne([event(1, { sellerNote: 'a' }), event(2, { sellerNote: undefined })]);
    expect(factOf(facts, 'sellerNote')).toBe('a');
  });
});
