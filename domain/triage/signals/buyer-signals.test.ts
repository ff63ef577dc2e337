import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/domain/clocks/instant';
import type { AddressUse, SameAddress, TriageFacts } from '../facts';
import { someFacts } from '../facts.test-data';
import { manyAccountsOneAddress } from './many-accounts-one-address';
import { newAccountCoupon } from './new-account-coupon';
import { noRecentReturns } from './no-recent-returns';
import { recipientContradicts } from './recipient-contradicts';
import { recipientsDiffer } from './recipients-differ';

type Case = readonly [sentence: string, facts: Partial<TriageFacts>, answer: string];
const { placedAt } = someFacts();

describe('new-account-coupon', () => {
  const params = { maxAgeMs: 30 * DAY_MS };
  const young: Partial<TriageFacts> = { accountAgeMs: 2 * DAY_MS, couponFen: 500 };
  test.each<Case>([
    ['the first order of a young account with a coupon is a hit', young, 'hit'],
    ['the limit itself is still young', { ...young, accountAgeMs: 30 * DAY_MS }, 'hit'],
    ['an older account is not', { ...young, accountAgeMs: 30 * DAY_MS + 1 }, 'no'],
    ['no coupon is no hit, however young', { ...young, couponFen: 0, accountAgeMs: null }, 'no'],
    [
      'an earlier paid order clears it, however young',
      { ...young, accountAgeMs: null, buyerHistory: { paidBefore: 1, returnTimes: [] } },
      'no',
    ],
    ['an unknown age is unknown, never a hit', { ...young, accountAgeMs: null }, 'unknown'],
    ['a coupon nobody tells of is unknown', { ...young, couponFen: null }, 'unknown'],
    ['a buyer who is not identified is unknown', { ...young, buyerHistory: null }, 'unknown'],
    ['an account registered after the order (clocks differ) is young', { ...young, accountAgeMs: -5_000 }, 'hit'],
  ])('%s', (_, facts, answer) => {
    expect(newAccountCoupon.evaluate(someFacts(facts), params).answer).toBe(answer);
  });

  test('says the age and the limit in days', () => {
    expect(newAccountCoupon.evaluate(someFacts(young), params)).toMatchObject({
      evidence: [{ field: 'buyerRegisteredAt', number: 2, limit: 30, unit: 'days' }],
    });
  });
});

describe('no-recent-returns', () => {
  const params = { windowMs: 30 * DAY_MS, count: 2 };
  const history = (paidBefore: number, ...daysAgo: number[]): Partial<TriageFacts> => ({
    buyerHistory: { paidBefore, returnTimes: daysAgo.map((days) => placedAt - days * DAY_MS) },
  });
  test.each<Case>([
    ['enough earlier orders and no return are a hit', history(2), 'hit'],
    ['a return before the window is forgiven', history(2, 31), 'hit'],
    ['a return on its first day counts', history(2, 30), 'no'],
    ['a return after the order was placed counts too', history(2, -1), 'no'],
    ['too few earlier orders prove nothing', history(1), 'no'],
    ['a buyer who is not identified is unknown', { buyerHistory: null }, 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(noRecentReturns.evaluate(someFacts(facts), params).answer).toBe(answer);
  });
});

const use = (hours: number, account: string | null, recipient: string | null = 'r1'): AddressUse => ({
  at: placedAt + hours * HOUR_MS,
  account,
  recipient,
});
const at = (uses: AddressUse[], own: Partial<SameAddress> = {}): Partial<TriageFacts> => ({
  sameAddress: { account: 'a', recipient: 'r1', uses: uses.toSorted((x, y) => x.at - y.at), ...own },
});

describe('many-accounts-one-address', () => {
  const params = { windowMs: 24 * HOUR_MS, count: 3 };
  test.each<Case>([
    ['three accounts within a day are a hit', at([use(-20, 'b'), use(-1, 'c'), use(0, 'a')]), 'hit'],
    ['the first of the three is a hit too', at([use(0, 'a'), use(1, 'b'), use(20, 'c')]), 'hit'],
    ['one account that orders often is not', at([use(-2, 'a'), use(-1, 'a'), use(0, 'a')]), 'no'],
    ['three accounts over two days are not', at([use(-20, 'b'), use(0, 'a'), use(20, 'c')]), 'no'],
    [
      'three accounts a week ago are not this order',
      at([use(-100, 'b'), use(-99, 'c'), use(-98, 'd'), use(0, 'a')]),
      'no',
    ],
    ['orders without an account are left out', at([use(-2, null), use(-1, 'b'), use(0, 'a')]), 'no'],
    [
      'an order without an account among others is unknown',
      at([use(-1, 'b'), use(0, null)], { account: null }),
      'unknown',
    ],
    [
      'an order without an account is a hit where the others suffice',
      at([use(-2, 'b'), use(-1, 'c'), use(-1, 'd'), use(0, null)], { account: null }),
      'hit',
    ],
    ['a masked address is unknown', { sameAddress: null }, 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(manyAccountsOneAddress.evaluate(someFacts(facts), params).answer).toBe(answer);
  });

  test('an address that is no one door says so', () => {
    expect(manyAccountsOneAddress.evaluate(someFacts({ sameAddress: null }), params)).toMatchObject({
      reason: 'address-no-one-door',
    });
    expect(
      manyAccountsOneAddress.evaluate(someFacts({ sameAddress: null, address: { state: 'masked' } }), params),
    ).toMatchObject({ reason: 'address-masked' });
  });

  test('says how many accounts against the limit and repeats no address', () => {
    const facts = someFacts(at([use(-2, 'b'), use(-1, 'c'), use(0, 'a')]));
    expect(manyAccountsOneAddress.evaluate(facts, params)).toEqual({
      answer: 'hit',
      evidence: [{ signal: 'many-accounts-one-address', field: 'address', number: 3, limit: 3, unit: 'accounts' }],
    });
  });
});

describe('recipients-differ', () => {
  const params = { windowMs: 24 * HOUR_MS, count: 2 };
  test.each<Case>([
    ['one account, one address, two recipients are a hit', at([use(-1, 'a', 'r2'), use(0, 'a')]), 'hit'],
    ['a later order with another recipient is a hit too', at([use(0, 'a'), use(24, 'a', 'r2')]), 'hit'],
    ['outside the window it is not', at([use(-25, 'a', 'r2'), use(0, 'a')]), 'no'],
    ["another account's recipient is not", at([use(-1, 'b', 'r2'), use(0, 'a')]), 'no'],
    ['the same recipient again is not', at([use(-1, 'a'), use(0, 'a')]), 'no'],
    ['a masked recipient beside it proves nothing', at([use(-1, 'a', null), use(0, 'a')]), 'no'],
    [
      'its own recipient masked is unknown',
      at([use(-1, 'a', 'r2'), use(0, 'a', null)], { recipient: null }),
      'unknown',
    ],
    ['a buyer who is not identified is unknown', at([use(0, null)], { account: null }), 'unknown'],
    ['a masked address is unknown', { sameAddress: null }, 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(recipientsDiffer.evaluate(someFacts(facts), params).answer).toBe(answer);
  });
});

describe('recipient-contradicts', () => {
  test.each<Case>([
    [
      'a line of another province is a hit',
      { recipient: { state: 'known', contradiction: { reason: 'line-elsewhere', span: '浙江 广东' } } },
      'hit',
    ],
    ['nothing found is no hit', { recipient: { state: 'known', contradiction: null } }, 'no'],
    ['masked parts are unknown', { recipient: { state: 'masked' } }, 'unknown'],
    ['missing parts are unknown', { recipient: { state: 'missing' } }, 'unknown'],
  ])('%s', (_, facts, answer) => {
    expect(recipientContradicts.evaluate(someFacts(facts), {}).answer).toBe(answer);
  });
});
