import { DAY_MS, HOUR_MS, type Instant } from '@/domain/clocks/instant';
import type { AddressAssessment, PhoneAssessment } from '@/domain/order/assessments';
import type { PaymentMethod } from '@/domain/order/order';
import { PLATFORMS } from '@/domain/order/platform';
import type { PricedLine, TriageFacts } from '@/domain/triage/facts';

import { destinationOf, distanceOf, historyOf, recipientOf, usesAround } from './rules-buyers';

/** Small, fast, seeded: the same orders in every run (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const START: Instant = Date.UTC(2026, 10, 10, 16, 0, 0);
const NOTES = [
  '',
  '',
  '',
  '请发顺丰',
  '生日礼物,请包好',
  '不急,慢慢发',
  '手术急需',
  '多送点赠品',
  '不用加急',
  '放门口就行',
];
const METHODS: readonly PaymentMethod[] = ['wechat', 'alipay', 'alipay', 'card', 'cod', 'credit'];

/**
 * Orders like a shop's day: most amounts below 500 yuan, platforms that mask phones and addresses and give no IP,
 * few vague addresses, few bursts, one order in seven unpaid.
 */
export function generateOrders(count: number, seed: number): TriageFacts[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => generateOrder(random, START + index * 300));
}

function generateOrder(random: () => number, placedAt: Instant): TriageFacts {
  const isOneIn = (share: number): boolean => random() < 1 / share;
  const pick = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const isPaid = !isOneIn(7);
  const amountFen = isOneIn(120)
    ? 100_000 * (1 + Math.floor(random() * 30))
    : Math.floor(1_500 * Math.exp(5 * random()));
  return {
    at: placedAt + 8_000,
    placedAt,
    platform: pick(PLATFORMS),
    status: isPaid ? 'to_ship' : 'unpaid',
    isPaid,
    amountFen,
    paidFen: isPaid ? (isOneIn(200) ? amountFen - 100 : amountFen) : 0,
    noticedFen: null,
    refundFen: 0,
    couponFen: isOneIn(2) ? null : isOneIn(4) ? 500 : 0,
    paymentMethod: isOneIn(20) ? null : pick(METHODS),
    holds: isOneIn(150) ? ['risk-control'] : [],
    note: isOneIn(3) ? null : pick(NOTES),
    address: addressOf(random),
    phone: phoneOf(random),
    ...destinationOf(random),
    recipient: recipientOf(random),
    phoneDistance: distanceOf(random),
    accountAgeMs: isOneIn(2) ? null : Math.floor(random() * 900 * DAY_MS),
    buyerHistory: isOneIn(3) ? null : historyOf(random, placedAt),
    lines: Array.from({ length: 1 + Math.floor(random() * 3) }, (_, line) => lineOf(random, line)),
    sameIpTimes: isOneIn(2) ? null : timesAround(random, placedAt),
    sameAddress: isOneIn(2) ? null : usesAround(random, placedAt),
  };
}

function addressOf(random: () => number): AddressAssessment {
  const chance = random();
  if (chance < 0.5) return { state: 'masked' };
  if (chance < 0.52) return { state: 'known', vague: { reason: 'landmark-only', span: '小区门口' }, relay: null };
  return { state: 'known', vague: null, relay: chance < 0.525 ? '代收点' : null };
}

function phoneOf(random: () => number): PhoneAssessment {
  const chance = random();
  if (chance < 0.5) return { state: 'masked' };
  return { state: 'known', problem: chance < 0.51 ? 'length' : null, shown: '138****8000' };
}

function lineOf(random: () => number, line: number): PricedLine {
  const inForceFen = random() < 0.1 ? null : 1_000 + Math.floor(random() * 30_000);
  const factor = random() < 0.01 ? 0.5 : 0.9 + random() * 0.2;
  return {
    sku: `SKU-${line}-${Math.floor(random() * 5_000)}`,
    unitPriceFen: Math.floor((inForceFen ?? 5_000) * factor),
    inForceFen,
    inForceSource: inForceFen === null ? null : 'list',
  };
}

function timesAround(random: () => number, placedAt: Instant): readonly Instant[] {
  if (random() < 0.9) return [placedAt];
  const others = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
    Math.floor(placedAt + (random() - 0.5) * 0.4 * HOUR_MS),
  );
  return [...others, placedAt].sort((a, b) => a - b);
}
