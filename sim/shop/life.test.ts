import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { isClosed } from '@/domain/order/lifecycle';
import { ordersOf } from './judged.test-data';
import { advance, letGo, newProgress, nextStep, type Progress, type ShopEvent } from './life';
import { messageOf } from './message';
import type { PlacedOrder } from './order';
import { createRandom } from './random';
import { SCENARIOS } from './scenarios';
import { createShop } from './shop';

const START = Date.parse('2026-11-11T08:00:00+08:00');
const shop = createShop({ shopId: 's', prefix: 'S', seed: 5, scenario: SCENARIOS.normal, maskedShare: 0.1 });
const orders = ordersOf(shop, 2_000, 2_000, START);
const random = createRandom(9);

interface Told {
  readonly progress: Progress;
  readonly events: readonly { type: ShopEvent; at: number; body: string }[];
}

/** Follows an order until nothing happens to it any more. */
function wholeLife(order: PlacedOrder, speed = 1): Told {
  let progress = newProgress(order);
  let at = order.placedAt;
  const events = [{ type: 'order.created' as ShopEvent, at, body: messageOf(progress, 'order.created', at).body }];
  for (let step = nextStep(progress, at, random, speed); step; step = nextStep(progress, at, random, speed)) {
    expect(step.at).toBeGreaterThan(at);
    progress = advance(progress, step);
    ({ at } = step);
    events.push({ ...step, body: messageOf(progress, step.type, at).body });
  }
  return { progress, events };
}
const lives = orders.map((order) => wholeLife(order));
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

describe('the life of a simulated order', () => {
  it('ends closed, or waits for a person where something was wrong with it', () => {
    const open = lives.filter(({ progress }) => !isClosed(progress.life));
    expect(open.length).toBeGreaterThan(50);
    expect(open.every(({ progress }) => progress.order.flaw !== null && progress.life.review === 'held')).toBe(true);
  });

  it('is paid about eight seconds after it was placed', () => {
    const seconds = lives.flatMap(({ events }) => {
      const paid = events.find(({ type }) => type === 'order.paid');
      return paid ? [(paid.at - (events[0]?.at ?? 0)) / 1_000] : [];
    });
    expect(median(seconds)).toBeGreaterThan(7);
    expect(median(seconds)).toBeLessThan(9);
  });

  it('takes a day or two, and less with speed', () => {
    const durationOf = ({ events }: Told) => (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0);
    const signed = (told: readonly Told[]) => told.filter(({ events }) => events.at(-1)?.type === 'order.signed');
    const slow = median(signed(lives).map(durationOf));
    const fast = median(signed(orders.map((order) => wholeLife(order, 60))).map(durationOf));
    expect(slow).toBeGreaterThan(DAY_MS);
    expect(slow).toBeLessThan(3 * DAY_MS);
    expect(fast).toBeLessThan(HOUR_MS);
    expect(fast).toBeGreaterThan(10 * MINUTE_MS);
  });

  it('goes on after a person has let a held order go', () => {
    const held = lives.find(({ progress }) => progress.life.review === 'held' && !isClosed(progress.life));
    const free = held && letGo(held.progress, START + DAY_MS);
    const step = free && nextStep(free, START + DAY_MS, createRandom(1), 1);
    expect(['order.picked', 'order.refunded']).toContain(step?.type);
  });

  it('refunds everything that was paid for an order cancelled before it left, and nothing that never was', () => {
    const cancelled = lives.filter(({ progress }) => progress.life.status === 'cancelled');
    expect(cancelled.length).toBeGreaterThan(20);
    for (const { progress, events } of cancelled) {
      const body = JSON.parse(events.at(-1)?.body ?? '{}').data;
      expect(body.refundCents ?? 0).toBe(progress.life.paidAt === null ? 0 : body.amountCents);
    }
  });
});

describe('the pushes about an order', () => {
  it('add up: lines less discounts plus freight is the amount due, and what was paid is told by line', () => {
    for (const { events } of lives.slice(0, 500)) {
      for (const { body } of events) {
        const { data } = JSON.parse(body);
        expect(data.goodsCents - data.discountCents + data.freightCents).toBe(data.amountCents);
        expect(data.amountCents).toBeGreaterThan(0);
        const received = data.items.map(({ paidCents }: { paidCents?: number }) => paidCents ?? 0);
        const sum = received.reduce((total: number, fen: number) => total + fen, 0);
        expect(sum).toBe(data.paidAt === null ? 0 : data.amountCents - data.freightCents);
      }
    }
  });
});
