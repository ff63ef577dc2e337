import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '@/domain/clocks/instant';
import { anyFacts } from './arbitrary.test-data';
import { compileRuleSet } from './compile';
import { DEFAULT_RULE_SET } from './default-rules';
import type { TriageFacts } from './facts';
import { someFacts } from './facts.test-data';
import { judge } from './judge';
import { validateRuleSet } from './validate-rule-set';

const compiled = compileRuleSet(DEFAULT_RULE_SET);
const hitsOf = (facts: Partial<TriageFacts>) => judge(compiled, someFacts(facts)).hits.map((hit) => hit.ruleId);
const { placedAt } = someFacts();
const usesOf = (...pairs: [account: string, recipient: string][]) =>
  pairs.map(([account, recipient]) => ({ at: placedAt, account, recipient }));
const fourAccounts = { account: 'a', recipient: 'r', uses: usesOf(['a', 'r'], ['b', 'r'], ['c', 'r'], ['d', 'r']) };
const twoRecipients = { account: 'a', recipient: 'r', uses: usesOf(['a', 'r'], ['a', 's']) };

/** Rules about the payment itself, which nobody has made yet on an unpaid order. */
const PAYMENT_RULES = ['whole-thousand-payment', 'large-amount', 'large-cod', 'payment-mismatch'];

describe('the default rule set', () => {
  test('is valid, and names every rule in both languages', () => {
    expect(validateRuleSet(structuredClone(DEFAULT_RULE_SET))).toEqual({ isValid: true, ruleSet: DEFAULT_RULE_SET });
    for (const { name } of DEFAULT_RULE_SET.rules) {
      expect(name['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(name.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  test('releases an ordinary small order and says who vouched', () => {
    expect(judge(compiled, someFacts())).toEqual({
      route: 'pass',
      class: 'normal',
      isUrgent: false,
      hits: [],
      unknowns: [],
      passedBy: ['small-and-mainland', 'paid-by-wallet'],
      skips: ['finance'],
      skipped: [],
      scoreBp: 0,
      ruleSetVersion: 1,
    });
  });

  test('an order no rule vouches for passes too when nothing hit', () => {
    const verdict = judge(compiled, someFacts({ amountFen: 90_000, paidFen: 90_000, paymentMethod: 'card' }));
    expect(verdict).toMatchObject({ route: 'pass', class: 'normal', passedBy: [] });
  });

  test.each<[string, Partial<TriageFacts>, string]>([
    ['address-vague', { address: { state: 'known', vague: { reason: 'landmark-only', span: '小区门口' } } }, 'confirm'],
    ['phone-invalid', { phone: { state: 'known', problem: 'length', shown: '****' } }, 'confirm'],
    ['relay-address', { address: { state: 'known', vague: null, relay: '临时仓' } }, 'confirm'],
    ['large-cod', { paymentMethod: 'cod', amountFen: 100_000 }, 'confirm'],
    ['large-amount', { amountFen: 2_000_000 }, 'confirm'],
    ['unit-price-off', { lines: [{ sku: 'A', unitPriceFen: 60, inForceFen: 100, inForceSource: 'list' }] }, 'abnormal'],
    ['same-ip-burst', { sameIpTimes: [placedAt - 1, placedAt, placedAt + 1] }, 'abnormal'],
    ['whole-thousand-payment', { paidFen: 100_000 }, 'abnormal'],
    ['many-accounts-one-address', { sameAddress: fourAccounts }, 'confirm'],
    [
      'contradictory-recipient',
      { recipient: { state: 'known', contradiction: { reason: 'city-elsewhere', span: '浙江 深圳' } } },
      'confirm',
    ],
    ['contradictory-recipient', { sameAddress: twoRecipients }, 'confirm'],
    ['new-account-coupon', { accountAgeMs: DAY_MS, couponFen: 100 }, 'confirm'],
    ['phone-far', { phoneDistance: { state: 'known', km: 3_226, city: '乌鲁木齐' } }, 'confirm'],
    ['overseas-without-duty-terms', { isMainland: false, dutyTerms: 'none' }, 'confirm'],
    ['payment-mismatch', { paymentMethod: 'card', paidFen: 12_800 }, 'abnormal'],
    ['platform-hold', { holds: ['risk-control'] }, 'abnormal'],
    ['urgent-phrase', { note: '生日礼物' }, 'urgent'],
  ])('%s alone leads to its class', (id, facts, orderClass) => {
    expect(hitsOf(facts)).toEqual([id]);
    expect(judge(compiled, someFacts(facts)).class).toBe(orderClass);
  });

  test('the finance check is skipped for a wallet, and for nothing else', () => {
    const verdict = judge(compiled, someFacts({ paidFen: 100_000 }));
    expect(verdict.hits.map((hit) => hit.ruleId)).toEqual(['whole-thousand-payment']);
    expect(verdict.skipped).toEqual([{ ruleId: 'payment-mismatch', scope: 'finance', by: 'paid-by-wallet' }]);
  });

  test('the finance check is never skipped where the payment notice names another amount than was due', () => {
    for (const paidFen of [12_900, 12_800]) {
      const verdict = judge(compiled, someFacts({ paidFen, noticedFen: 12_800 }));
      expect(verdict).toMatchObject({ route: 'block', skips: [], skipped: [] });
      expect(verdict.hits).toMatchObject([{ ruleId: 'payment-mismatch', scope: 'finance' }]);
    }
    expect(judge(compiled, someFacts({ noticedFen: 12_900 }))).toMatchObject({ route: 'pass', skips: ['finance'] });
  });

  test('a buyer without a return in 30 days skips the second check of a large order, never a risk', () => {
    const trusted: Partial<TriageFacts> = {
      buyerHistory: { paidBefore: 3, returnTimes: [] },
      amountFen: 2_000_000,
      paidFen: 2_000_000,
    };
    expect(judge(compiled, someFacts({ ...trusted, note: '公司采购' }))).toMatchObject({
      route: 'pass',
      passedBy: ['paid-by-wallet', 'trusted-buyer'],
      skipped: [{ ruleId: 'large-amount', by: 'trusted-buyer' }],
    });
    expect(judge(compiled, someFacts(trusted)).hits.map((hit) => hit.ruleId)).toEqual(['whole-thousand-payment']);
  });

  test('the remote region waits for a manager', () => {
    expect(hitsOf({ province: '新疆' })).toEqual([]);
  });

  test('a platform that masks everything holds nothing and says what it could not judge', () => {
    const verdict = judge(
      compiled,
      someFacts({
        address: { state: 'masked' },
        phone: { state: 'masked' },
        phoneDistance: { state: 'unknown', reason: 'phone-masked' },
        recipient: { state: 'masked' },
        sameIpTimes: null,
        sameAddress: null,
        note: null,
        accountAgeMs: null,
        couponFen: null,
        buyerHistory: null,
      }),
    );
    expect(verdict.route).toBe('pass');
    expect(verdict.unknowns.map((unknown) => unknown.reason).sort()).toEqual([
      'address-masked',
      'address-masked',
      'address-masked',
      'buyer-missing',
      'coupon-missing',
      'ip-missing',
      'note-missing',
      'phone-masked',
      'phone-masked',
      'recipient-masked',
    ]);
  });

  test('an unpaid order is never held by a payment rule', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { hits } = judge(compiled, { ...facts, isPaid: false });
        expect(hits.filter((hit) => PAYMENT_RULES.includes(hit.ruleId))).toEqual([]);
      }),
    );
  });

  test('a refunded order that shows nothing paid is no fraud', () => {
    expect(hitsOf({ paidFen: 0, amountFen: 100_000, refundFen: 100_000, paymentMethod: null })).toEqual([]);
  });
});
