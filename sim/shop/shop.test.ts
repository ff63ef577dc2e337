import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/domain/clocks/instant';
import { ordersOf, verdictsOn } from './judged.test-data';
import { FLAWS } from './order';
import { SCENARIO_NAMES, SCENARIOS, type ScenarioName } from './scenarios';
import { createShop } from './shop';

const START = Date.parse('2026-11-11T08:00:00+08:00');
const TWO_SECONDS = 2_000;
const shopOf = (scenario: ScenarioName, seed = 1, maskedShare = 0.12) =>
  createShop({ shopId: 'demo-mall', prefix: 'DM', seed, scenario: SCENARIOS[scenario], maskedShare });
const heldShare = (scenario: ScenarioName, seed: number) => {
  const orders = ordersOf(shopOf(scenario, seed), 5_000, TWO_SECONDS, START);
  return [...verdictsOn(orders).values()].filter(({ route }) => route !== 'pass').length / orders.length;
};

describe('the orders of a simulated shop', () => {
  const orders = ordersOf(shopOf('normal'), 5_000, TWO_SECONDS, START);
  const verdicts = verdictsOn(orders);

  it('are the same for the same seed, and others for another', () => {
    expect(ordersOf(shopOf('normal'), 200, TWO_SECONDS, START)).toEqual(orders.slice(0, 200));
    expect(ordersOf(shopOf('normal', 2), 200, TWO_SECONDS, START)).not.toEqual(orders.slice(0, 200));
  });

  it.each([1, 7, 42])('are held by the default rules in five to eight of a hundred cases (seed %i)', (seed) => {
    const share = heldShare('normal', seed);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.08);
  });

  it('are held exactly where something was put in, and every kind of it occurs', () => {
    const surprises = orders.filter((order) => (order.flaw === null) !== (verdicts.get(order)?.route === 'pass'));
    expect(surprises).toEqual([]);
    expect(new Set(orders.map(({ flaw }) => flaw))).toEqual(new Set([null, ...FLAWS]));
  });

  it('are urgent exactly where the note means it, and not where it says the opposite', () => {
    const surprises = orders.filter((order) => order.isUrgent !== verdicts.get(order)?.isUrgent);
    expect(surprises).toEqual([]);
    expect(orders.filter(({ isUrgent }) => isUrgent).length).toBeGreaterThan(50);
    expect(orders.filter(({ buyerNote }) => /不急|不着急|不用加急/u.test(buyerNote)).length).toBeGreaterThan(20);
  });

  it('have covered names, numbers and addresses in ten to fifteen of a hundred cases, together or not at all', () => {
    const covered = orders.filter(({ receiver }) => receiver.phone.includes('*'));
    expect(covered.length / orders.length).toBeGreaterThan(0.1);
    expect(covered.length / orders.length).toBeLessThan(0.15);
    expect(covered.every(({ receiver }) => /\*{2}$/u.test(receiver.name) && receiver.detail.includes('***'))).toBe(
      true,
    );
  });

  it('each have a number of their own, also when a thousand are placed within a second', () => {
    const fast = ordersOf(shopOf('normal'), 5_000, 1, START);
    expect(new Set(fast.map(({ orderNo }) => orderNo)).size).toBe(fast.length);
  });
});

describe('a buyer who orders twice', () => {
  const shop = createShop({
    ...{ shopId: 'demo-mall', prefix: 'DM', seed: 1, scenario: SCENARIOS.normal, maskedShare: 0.12, twiceShare: 0.15 },
  });
  const placed = Array.from({ length: 3_000 }, (_, n) => shop.nextOrders(START + n * 60_000));
  const pairs = placed.filter((orders) => orders.length === 2);

  it('is one and the same at one address, within a minute, with an order of its own each', () => {
    expect(pairs.length / placed.length).toBeGreaterThan(0.1);
    expect(pairs.length / placed.length).toBeLessThan(0.18);
    for (const [first, second] of pairs) {
      expect([second?.buyer, second?.receiver]).toEqual([first?.buyer, first?.receiver]);
      expect(second?.orderNo).not.toBe(first?.orderNo);
      const laterMs = (second?.placedAt ?? 0) - (first?.placedAt ?? 0);
      expect(laterMs).toBeGreaterThan(0);
      expect(laterMs).toBeLessThan(60_000);
    }
  });

  it('is not suspected for it', () => {
    const verdicts = verdictsOn(placed.flat());
    const surprises = pairs.flat().filter((order) => (order.flaw === null) !== (verdicts.get(order)?.route === 'pass'));
    expect(surprises).toEqual([]);
    expect(new Set(pairs.flat().map(({ orderNo }) => orderNo)).size).toBe(2 * pairs.length);
  });
});

describe('the scenarios', () => {
  it.each<[ScenarioName, number, number]>([
    ['live-stream', 0.05, 0.08],
    ['fraud-wave', 0.12, 0.3],
    ['price-error', 0.25, 0.45],
  ])('%s lets the default rules hold between %d and %d of the orders', (name, least, most) => {
    const share = heldShare(name, 3);
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(most);
  });

  it('never stop the flow of orders', () => {
    for (const name of SCENARIO_NAMES)
      for (let elapsed = 0; elapsed < 3 * HOUR_MS; elapsed += 60_000)
        expect(SCENARIOS[name].rateFactor(elapsed)).toBeGreaterThan(0);
  });
});
