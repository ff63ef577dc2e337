import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '@/domain/clocks/instant';
import type { PricedLine, TriageFacts } from '../facts';
import { someFacts } from '../facts.test-data';
import { amountAtLeast } from './amount-at-least';
import { isPaid } from './is-paid';
import { outsideMainland } from './outside-mainland';
import { paidByWallet } from './paid-by-wallet';
import { paymentMethod } from './payment-method';
import { paymentMismatch } from './payment-mismatch';
import { platformHold } from './platform-hold';
import { sameIpBurst } from './same-ip-burst';
import { smallAndMainland } from './small-and-mainland';
import { unitPriceOff } from './unit-price-off';
import { wholeThousandPayment } from './whole-thousand-payment';

type Case = readonly [sentence: string, facts: Partial<TriageFacts>, answer: string];
const NONE = {};

describe('whole-thousand-payment', () => {
  test.each<Case>([
    ['a payment of 1,000 yuan without a note is a hit', { paidFen: 100_000 }, 'hit'],
    ['a payment of 30,000 yuan without a note is a hit', { paidFen: 3_000_000 }, 'hit'],
    ['a note of blanks is no note', { paidFen: 100_000, note: ' \n' }, 'hit'],
    ['a note clears it', { paidFen: 100_000, note: '公司采购' }, 'no'],
    ['a platform that gives no notes leaves it unknown', { paidFen: 100_000, note: null }, 'unknown'],
    ['one fen more is no multiple', { paidFen: 100_001 }, 'no'],
    ['nothing paid is no multiple', { paidFen: 0 }, 'no'],
    ['an unknown sum is unknown', { paidFen: null }, 'unknown'],
    ['an unpaid order is never a hit', { isPaid: false, paidFen: 100_000 }, 'no'],
  ])('%s', (_, facts, answer) => {
    expect(wholeThousandPayment.evaluate(someFacts(facts), NONE).answer).toBe(answer);
  });
});

const line = (unitPriceFen: number, inForceFen: number | null): PricedLine => ({
  sku: 'A',
  unitPriceFen,
  inForceFen,
  inForceSource: inForceFen === null ? null : 'list',
});

describe('unit-price-off', () => {
  const params = { ratioBp: 3_000, maxFactorBp: 20_000 };
  test.each<Case>([
    ['the price in force is no hit', { lines: [line(10_000, 10_000)] }, 'no'],
    ['30 % below is still allowed', { lines: [line(7_000, 10_000)] }, 'no'],
    ['a fen more than 30 % below is a hit', { lines: [line(6_999, 10_000)] }, 'hit'],
    ['30 % above is still allowed', { lines: [line(13_000, 10_000)] }, 'no'],
    ['a fen more than 30 % above is a hit', { lines: [line(13_001, 10_000)] }, 'hit'],
    ['a price of nothing is a hit', { lines: [line(0, 10_000)] }, 'hit'],
    ['no price in force is unknown', { lines: [line(5_000, null)] }, 'unknown'],
    ['one line off is a hit though another has no price', { lines: [line(5_000, null), line(1, 10_000)] }, 'hit'],
    ['one line right and another without a price is unknown', { lines: [line(5_000, null), line(1, 1)] }, 'unknown'],
    ['no lines are unknown', { lines: [] }, 'unknown'],
    ['a price in force of nothing gives no ratio', { lines: [line(100, 0)] }, 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(unitPriceOff.evaluate(someFacts(facts), params).answer).toBe(answer);
  });

  const moved = (unitPriceFen: number, moveBp: number | null): Partial<TriageFacts> => ({
    lines: [{ ...line(unitPriceFen, 10_000), moveBp }],
  });
  test.each<Case>([
    ['the moved price of a shop-wide campaign is in force', moved(6_000, 6_000), 'no'],
    ['the old price stays in force beside it', moved(10_000, 6_000), 'no'],
    ['30 % below the moved price is still allowed', moved(4_200, 6_000), 'no'],
    ['a fen more is a hit', moved(4_199, 6_000), 'hit'],
    ['half the price is a campaign', moved(5_000, 5_000), 'no'],
    ['less than half is none, however many sales say so', moved(4_900, 4_900), 'hit'],
    ['twice the price is the way back from one', moved(20_000, 20_000), 'no'],
    ['more than twice is none', moved(20_100, 20_100), 'hit'],
    ['prices that have not moved change nothing', moved(6_000, null), 'hit'],
  ])('%s', (_, facts, answer) => {
    expect(unitPriceOff.evaluate(someFacts(facts), params).answer).toBe(answer);
  });

  test('a shop that accepts no campaign by itself holds its prices', () => {
    expect(unitPriceOff.evaluate(someFacts(moved(6_000, 6_000)), { ...params, maxFactorBp: 10_000 }).answer).toBe(
      'hit',
    );
  });

  test('names the SKU, its price and the price in force', () => {
    expect(unitPriceOff.evaluate(someFacts({ lines: [line(1, 10_000)] }), params)).toEqual({
      answer: 'hit',
      evidence: [
        {
          signal: 'unit-price-off',
          field: 'lines.unitPriceFen',
          span: 'A',
          number: 1,
          limit: 10_000,
          unit: 'fen',
          reason: 'list',
        },
      ],
    });
  });
});

describe('same-ip-burst', () => {
  const params = { windowMs: 5 * MINUTE_MS, count: 3 };
  const { placedAt } = someFacts();
  const around = (...minutes: number[]) => minutes.map((minute) => placedAt + minute * MINUTE_MS);
  test.each<Case>([
    ['three orders in five minutes are a hit', { sameIpTimes: around(-4, -2, 0) }, 'hit'],
    ['the first of three is a hit too', { sameIpTimes: around(0, 2, 4) }, 'hit'],
    ['exactly five minutes apart still counts', { sameIpTimes: around(-5, -1, 0) }, 'hit'],
    ['a little more than five minutes does not', { sameIpTimes: around(-5.01, -1, 0) }, 'no'],
    ['a burst elsewhere in the hour is not this order', { sameIpTimes: around(-30, -29, -28, 0) }, 'no'],
    ['three orders at the same instant are a hit', { sameIpTimes: around(0, 0, 0) }, 'hit'],
    ['two orders are no burst', { sameIpTimes: around(-1, 0) }, 'no'],
    ['no IP is unknown', { sameIpTimes: null }, 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(sameIpBurst.evaluate(someFacts(facts), params).answer).toBe(answer);
  });

  test('counts by when the order was placed, not by when the rules look', () => {
    const facts = someFacts({ at: placedAt + 60 * MINUTE_MS, sameIpTimes: around(-1, 0, 1) });
    expect(sameIpBurst.evaluate(facts, params)).toMatchObject({ evidence: [{ number: 3, limit: 3, unit: 'orders' }] });
  });
});

describe('small-and-mainland', () => {
  test.each<Case>([
    ['500 yuan to the mainland is small', { amountFen: 50_000 }, 'hit'],
    ['a fen more is not', { amountFen: 50_001 }, 'no'],
    ['abroad is not, however small', { isMainland: false, amountFen: null }, 'no'],
    ['too much is not, wherever it goes', { isMainland: null, amountFen: 50_001 }, 'no'],
    ['small to an unknown province is unknown', { isMainland: null }, 'unknown'],
    ['an unknown amount is unknown', { amountFen: null }, 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(smallAndMainland.evaluate(someFacts(facts), { limitFen: 50_000 }).answer).toBe(answer);
  });
});

describe('paid-by-wallet', () => {
  test.each<Case>([
    ['WeChat Pay and paid is a hit', { paymentMethod: 'wechat' }, 'hit'],
    ['Alipay and paid is a hit', { paymentMethod: 'alipay' }, 'hit'],
    ['a card is not', { paymentMethod: 'card' }, 'no'],
    ['Alipay not yet paid is not', { paymentMethod: 'alipay', isPaid: false }, 'no'],
    ['an unknown method is unknown', { paymentMethod: null }, 'unknown'],
    ['an unknown method of an unpaid order is not', { paymentMethod: null, isPaid: false }, 'no'],
  ])('%s', (_, facts, answer) => {
    expect(paidByWallet.evaluate(someFacts(facts), NONE).answer).toBe(answer);
  });
});

describe('payment-mismatch', () => {
  const params = { toleranceFen: 0 };
  const card = (facts: Partial<TriageFacts>): Partial<TriageFacts> => ({
    amountFen: 10_000,
    paidFen: 10_000,
    ...facts,
  });
  test.each<Case>([
    ['what was due and nothing else is right', card({}), 'no'],
    ['a fen less is a hit', card({ paidFen: 9_999 }), 'hit'],
    ['a fen more is a hit', card({ paidFen: 10_001 }), 'hit'],
    ['a refund explains what is missing', card({ paidFen: 0, refundFen: 10_000 }), 'no'],
    ['a part refund explains its part', card({ paidFen: 7_000, refundFen: 3_000 }), 'no'],
    ['and no more than its part', card({ paidFen: 6_000, refundFen: 3_000 }), 'hit'],
    ['a refund booked beside a full payment is no hit', card({ refundFen: 3_000 }), 'no'],
    ['an unpaid order is not checked', card({ isPaid: false, paidFen: 0 }), 'no'],
    ['cash on delivery is not checked', card({ paymentMethod: 'cod', paidFen: 0 }), 'no'],
    ['a sum nobody reported is unknown', card({ paidFen: null }), 'unknown'],
    ['an unknown amount due is unknown', card({ amountFen: null }), 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(paymentMismatch.evaluate(someFacts(facts), params).answer).toBe(answer);
  });

  test('says what came and what was due, and in which direction; a tolerance forgives', () => {
    const facts = someFacts(card({ paidFen: 9_950 }));
    expect(paymentMismatch.evaluate(facts, params)).toMatchObject({
      evidence: [{ field: 'paidFen', number: 9_950, limit: 10_000, unit: 'fen', reason: 'paid-less' }],
    });
    expect(paymentMismatch.evaluate(facts, { toleranceFen: 50 }).answer).toBe('no');
  });
});

describe('the helpers', () => {
  test.each<Case>([
    ['the limit itself is reached', { amountFen: 1_000 }, 'hit'],
    ['a fen less is not', { amountFen: 999 }, 'no'],
    ['an unknown amount is unknown', { amountFen: null }, 'unknown'],
  ])('amount-at-least: %s', (_, facts, answer) => {
    expect(amountAtLeast.evaluate(someFacts(facts), { limitFen: 1_000 }).answer).toBe(answer);
  });

  test.each<Case>([
    ['a listed method is a hit', { paymentMethod: 'cod' }, 'hit'],
    ['another is not', { paymentMethod: 'card' }, 'no'],
    ['an unknown one is unknown', { paymentMethod: null }, 'unknown'],
  ])('payment-method: %s', (_, facts, answer) => {
    expect(paymentMethod.evaluate(someFacts(facts), { methods: ['cod'] }).answer).toBe(answer);
  });

  test.each<Case>([
    ['Taiwan is outside', { isMainland: false }, 'hit'],
    ['Shanghai is not', { isMainland: true }, 'no'],
    ['an unknown province is unknown', { isMainland: null }, 'unknown'],
  ])('outside-mainland: %s', (_, facts, answer) => {
    expect(outsideMainland.evaluate(someFacts(facts), NONE).answer).toBe(answer);
  });

  test('is-paid says whether payment was reported', () => {
    expect(isPaid.evaluate(someFacts(), NONE).answer).toBe('hit');
    expect(isPaid.evaluate(someFacts({ isPaid: false }), NONE).answer).toBe('no');
  });

  test('platform-hold names every state the platform holds', () => {
    expect(platformHold.evaluate(someFacts(), NONE).answer).toBe('no');
    expect(platformHold.evaluate(someFacts({ holds: ['locked', 'refund-open'] }), NONE)).toMatchObject({
      answer: 'hit',
      evidence: [{ span: 'locked' }, { span: 'refund-open' }],
    });
  });
});
