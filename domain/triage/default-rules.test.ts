import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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

/** Rules about the payment itself, which nobody has made yet on an unpaid order. */
const PAYMENT_RULES = ['whole-thousand-payment', 'large-amount', 'large-cod'];

describe('the default rule set', () => {
  test('has twelve rules, is valid, and names every rule in both languages', () => {
    expect(DEFAULT_RULE_SET.rules).toHaveLength(12);
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
      scoreBp: 0,
      ruleSetVersion: 1,
    });
  });

  test('an order no rule vouches for passes too when nothing hit', () => {
    const verdict = judge(compiled, someFacts({ amountFen: 90_000, paymentMethod: 'card' }));
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
    ['platform-hold', { holds: ['risk-control'] }, 'abnormal'],
    ['urgent-phrase', { note: '生日礼物' }, 'urgent'],
  ])('%s alone leads to its class', (id, facts, orderClass) => {
    expect(hitsOf(facts)).toEqual([id]);
    expect(judge(compiled, someFacts(facts)).class).toBe(orderClass);
  });

  test('a platform that masks everything holds nothing and says what it could not judge', () => {
    const verdict = judge(
      compiled,
      someFacts({ address: { state: 'masked' }, phone: { state: 'masked' }, sameIpTimes: null, note: null }),
    );
    expect(verdict.route).toBe('pass');
    expect(verdict.unknowns.map((unknown) => unknown.reason).sort()).toEqual([
      'address-masked',
      'address-masked',
      'ip-missing',
      'note-missing',
      'phone-masked',
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
    expect(hitsOf({ paidFen: 0, amountFen: 100_000 })).toEqual([]);
  });
});
