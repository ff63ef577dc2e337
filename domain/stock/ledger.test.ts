import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explode, type Part } from './explode';
import { freeOf, Ledger, type Lock } from './ledger';
import { type Claim, settleClaim } from './settle-claim';

const SKUS = ['A', 'B', 'C'];
/** Until pieces of it are counted nobody knows how many there are. */
const UNCOUNTED = ['C'];
const sku = fc.constantFrom(...SKUS);
const pieces = fc
  .array(fc.record({ sku, quantity: fc.integer({ min: 1, max: 4 }) }), { maxLength: 3 })
  .map((parts) => new Map(parts.map((part) => [part.sku, part.quantity])));
const step = fc.oneof(
  fc.record({
    order: fc.integer({ min: 0, max: 5 }),
    wish: fc.constantFrom('hold', 'free', 'ship'),
    pieces,
    isCounted: fc.boolean(),
  }),
  fc.record({ sku, change: fc.integer({ min: -6, max: 6 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const someSteps = fc.array(step, { maxLength: 60 });

/** A house that settles one order after the other, as the database does under its locks. */
function house(start = 0) {
  const ledger = new Ledger(new Map(SKUS.map((one) => [one, { onHand: start, reserved: 0 }])), UNCOUNTED);
  const locks = new Map<number, Lock[]>();
  const settle = (order: number, claim: Omit<Claim, 'locks'>) => {
    const known = locks.get(order) ?? [];
    const settled = settleClaim(ledger, { ...claim, locks: known });
    const changed = new Map(settled.changed.map((lock) => [lock.sku, lock]));
    locks.set(order, [...known.filter((lock) => !changed.has(lock.sku)), ...settled.changed]);
    return settled;
  };
  const sumOf = (of: string, state: Lock['state']) =>
    [...locks.values()]
      .flat()
      .filter((lock) => lock.sku === of && lock.state === state)
      .reduce((sum, lock) => sum + lock.quantity, 0);
  const run = (steps: readonly Step[]) => {
    for (const one of steps) {
      if ('order' in one) settle(one.order, { ...one, wish: one.wish as Claim['wish'] });
      else ledger.change(one.sku, 'warehouse', one.change);
    }
  };
  return { ledger, locks, settle, sumOf, run };
}

describe('the ledger, whatever happens', () => {
  it('never holds more than there is, nor less than nothing', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { ledger, run } = house(5);
        run(steps);
        for (const { after } of ledger.movements) {
          expect(after.reserved).toBeGreaterThanOrEqual(0);
          expect(freeOf(after)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('holds exactly what the locks of orders say, and is the sum of its movements', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { ledger, sumOf, run } = house(5);
        run(steps);
        for (const one of SKUS) {
          const moves = ledger.movements.filter((made) => made.sku === one);
          expect(ledger.level(one).reserved).toBe(sumOf(one, 'reserved'));
          expect(ledger.level(one).onHand).toBe(5 + moves.reduce((sum, made) => sum + made.onHandChange, 0));
          expect(ledger.level(one).reserved).toBe(moves.reduce((sum, made) => sum + made.reservedChange, 0));
        }
      }),
    );
  });

  it('lets an order hold all of its pieces or none', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const { locks, run } = house(5);
        run(steps);
        for (const ofOrder of locks.values()) {
          const states = new Set(ofOrder.map(({ state }) => state));
          expect(states.has('reserved') && states.has('short')).toBe(false);
        }
      }),
    );
  });

  it('does not move when it is asked again for the same', () => {
    fc.assert(
      fc.property(someSteps, pieces, fc.constantFrom('hold', 'free', 'ship'), (steps, wanted, wish) => {
        const { ledger, settle, run } = house(5);
        run(steps);
        const claim = { wish: wish as Claim['wish'], pieces: wanted, isCounted: true };
        settle(1, claim);
        const before = ledger.movements.length;
        expect(settle(1, claim)).toEqual({ changed: [], lacking: [], missing: [] });
        expect(ledger.movements).toHaveLength(before);
      }),
    );
  });
});

describe('an order', () => {
  const wanted = new Map([['A', 2]]);

  it('that is shipped ends the same whether or not it was seen paid, and cannot be freed afterwards', () => {
    for (const wishes of [['ship'], ['hold', 'ship'], ['hold', 'free', 'ship', 'free', 'hold']] as const) {
      const { ledger, settle } = house(5);
      for (const wish of wishes) settle(1, { wish, pieces: wanted, isCounted: true });
      expect(ledger.level('A')).toEqual({ onHand: 3, reserved: 0 });
    }
  });

  it('that was gone before the stock was counted is not taken off again', () => {
    const { ledger, settle } = house(5);
    settle(1, { wish: 'ship', pieces: wanted, isCounted: false });
    expect(ledger.movements).toEqual([]);
  });

  it('says once how much it lacks, and how much left that was not there', () => {
    const { settle, ledger } = house(1);
    const claim = { wish: 'hold' as const, pieces: wanted, isCounted: true };
    expect(settle(1, claim).lacking).toEqual([{ sku: 'A', quantity: 1 }]);
    expect(settle(1, claim).lacking).toEqual([]);
    expect(settle(1, { ...claim, wish: 'ship' }).missing).toEqual([{ sku: 'A', quantity: 1 }]);
    expect(ledger.level('A')).toEqual({ onHand: 0, reserved: 0 });
  });

  it('of a SKU that nobody has counted is neither refused nor held until it is, and is counted out only then', () => {
    const { settle, ledger, locks } = house(0);
    const claim = { wish: 'hold' as const, pieces: new Map([['C', 2]]), isCounted: true };
    expect(settle(1, claim).lacking).toEqual([]);
    settle(2, claim);
    expect(settle(2, { ...claim, wish: 'ship' }).missing).toEqual([]);
    expect([locks.get(1), ledger.movements]).toEqual([[{ sku: 'C', quantity: 2, state: 'uncounted' }], []]);
    ledger.change('C', 'adjusted', 3);
    settle(1, claim);
    expect(locks.get(1)).toEqual([{ sku: 'C', quantity: 2, state: 'reserved' }]);
    settle(1, { ...claim, wish: 'ship' });
    expect(ledger.level('C')).toEqual({ onHand: 1, reserved: 0 });
  });

  it('holds what is counted of it while the rest is not, and all of it leaves', () => {
    const { settle, ledger, locks } = house(5);
    const claim = { wish: 'hold' as const, pieces: new Map([...wanted, ['C', 1]]), isCounted: true };
    settle(1, claim);
    expect(locks.get(1)?.map(({ state }) => state)).toEqual(['reserved', 'uncounted']);
    settle(1, { ...claim, wish: 'ship' });
    expect(locks.get(1)?.map(({ state }) => state)).toEqual(['shipped', 'shipped']);
    expect([ledger.level('A').onHand, ledger.level('C').onHand]).toEqual([3, 5]);
  });

  it('whose lines change holds what they say now', () => {
    const { settle, ledger } = house(5);
    settle(1, { wish: 'hold', pieces: wanted, isCounted: true });
    settle(1, { wish: 'hold', pieces: new Map([['B', 1]]), isCounted: true });
    expect([ledger.level('A').reserved, ledger.level('B').reserved]).toEqual([0, 1]);
  });
});

describe('articles of a platform', () => {
  const map = new Map<string, readonly Part[]>([
    ['one', [{ sku: 'A', quantity: 1 }]],
    [
      'gift set',
      [
        { sku: 'A', quantity: 2 },
        { sku: 'B', quantity: 1 },
      ],
    ],
  ]);

  it('are taken apart into pieces of the house, bundles too; what is not mapped asks for none', () => {
    const lines = [
      { sku: 'one', quantity: 3 },
      { sku: 'gift set', quantity: 2 },
      { sku: 'unknown', quantity: 9 },
      { sku: 'one', quantity: 0 },
    ];
    expect(explode(lines, map)).toEqual(
      new Map([
        ['A', 7],
        ['B', 2],
      ]),
    );
  });

  it('never ask for more than can be counted', () => {
    const lines = Array(3).fill({ sku: 'gift set', quantity: 2_000_000_000 });
    expect(explode(lines, map).get('A')).toBe(1_000_000_000);
  });

  it('ask for the same whatever the sequence of the lines', () => {
    const line = fc.record({
      sku: fc.constantFrom('one', 'gift set', 'unknown'),
      quantity: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(explode(lines.toReversed(), map)).toEqual(explode(lines, map));
      }),
    );
  });
});
