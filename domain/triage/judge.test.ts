import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '@/domain/clocks/instant';
import { anyFacts, anyRule } from './arbitrary.test-data';
import { compileRuleSet } from './compile';
import { explain } from './explain';
import type { TriageFacts } from './facts';
import { someFacts } from './facts.test-data';
import { judge } from './judge';
import { PLATFORM_HOLD } from './precedence';
import type { Condition, Rule, RuleOutcome, SkipScope } from './rule';

const ALWAYS: Condition = { not: { all: [{ signal: 'is-paid' }, { not: { signal: 'is-paid' } }] } };
const rule = (outcome: RuleOutcome, change: Partial<Rule> = {}): Rule => ({
  id: outcome,
  name: { 'zh-CN': outcome, en: outcome },
  condition: ALWAYS,
  outcome,
  weightBp: 0,
  isEnabled: true,
  ...change,
});
const verdictOf = (rules: readonly Rule[], facts: Partial<TriageFacts> = {}) =>
  judge(compileRuleSet({ version: 7, rules }), someFacts(facts));
const anyRules = fc.tuple(anyRule('a'), anyRule('b'), anyRule('c'), anyRule('d'));

describe('precedence', () => {
  test.each<[RuleOutcome[], string, string]>([
    [[], 'pass', 'normal'],
    [['pass'], 'pass', 'normal'],
    [['confirm'], 'confirm', 'confirm'],
    [['block'], 'block', 'abnormal'],
    [['pass', 'confirm'], 'confirm', 'confirm'],
    [['pass', 'block'], 'block', 'abnormal'],
    [['confirm', 'block', 'pass'], 'block', 'abnormal'],
    [['expedite'], 'pass', 'urgent'],
    [['expedite', 'pass'], 'pass', 'urgent'],
    [['expedite', 'confirm'], 'confirm', 'confirm'],
    [['expedite', 'block'], 'block', 'abnormal'],
  ])('%j routes to %s, class %s', (outcomes, route, orderClass) => {
    const verdict = verdictOf(outcomes.map((outcome) => rule(outcome)));
    expect(verdict).toMatchObject({ route, class: orderClass, isUrgent: outcomes.includes('expedite') });
  });

  test('the order of the rules changes neither route nor urgency nor score', () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, facts) => {
        const forwards = judge(compileRuleSet({ version: 1, rules }), facts);
        const backwards = judge(compileRuleSet({ version: 1, rules: rules.toReversed() }), facts);
        const gist = ({ route, isUrgent, scoreBp }: typeof forwards) => ({ route, isUrgent, scoreBp });
        expect(gist(backwards)).toEqual(gist(forwards));
      }),
    );
  });

  test('adding a pass rule never frees an order', () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, facts) => {
        const before = judge(compileRuleSet({ version: 1, rules }), facts);
        const after = judge(compileRuleSet({ version: 1, rules: [rule('pass', { id: 'more' }), ...rules] }), facts);
        expect(after.route).toBe(before.route);
        expect(after.hits).toEqual(before.hits);
      }),
    );
  });

  test('the route follows from the hits alone', () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, facts) => {
        const { route, hits } = judge(compileRuleSet({ version: 1, rules }), facts);
        const outcomes = hits.map((hit) => hit.outcome);
        const expected = outcomes.includes('block') ? 'block' : outcomes.includes('confirm') ? 'confirm' : 'pass';
        expect(route).toBe(expected);
      }),
    );
  });
});

describe('a platform hold', () => {
  const soft = rule('pass', { id: 'platform-hold', condition: { signal: 'platform-hold' }, isEnabled: false });

  test.each<[string, Rule[]]>([
    ['with no rules at all', []],
    ['with its rule disabled and turned into a pass', [soft]],
    ['beside pass rules', [rule('pass')]],
  ])('always blocks: %s', (_, rules) => {
    const verdict = verdictOf(rules, { holds: ['risk-control'] });
    expect(verdict).toMatchObject({ route: 'block', class: 'abnormal', passedBy: [] });
    expect(verdict.hits[0]?.evidence).toEqual([{ signal: 'platform-hold', field: 'holds', span: 'risk-control' }]);
  });
});

describe('unknown', () => {
  const asksPhone = (outcome: RuleOutcome) => rule(outcome, { condition: { signal: 'phone-invalid' } });
  const asksNotPhone = (outcome: RuleOutcome) => rule(outcome, { condition: { not: { signal: 'phone-invalid' } } });

  test.each<RuleOutcome>(['block', 'confirm', 'pass', 'expedite'])('neither fires nor denies a %s rule', (outcome) => {
    for (const asks of [asksPhone(outcome), asksNotPhone(outcome)]) {
      const verdict = verdictOf([asks], { phone: { state: 'masked' } });
      expect(verdict).toMatchObject({ route: 'pass', class: 'normal', hits: [], passedBy: [] });
      expect(verdict.unknowns).toEqual([{ ruleId: outcome, signal: 'phone-invalid', reason: 'phone-masked' }]);
    }
  });
});

describe('what a verdict keeps', () => {
  test('names the pass rules that vouched, only when the order passes', () => {
    expect(verdictOf([rule('pass')]).passedBy).toEqual(['pass']);
    expect(verdictOf([rule('pass'), rule('confirm')]).passedBy).toEqual([]);
    expect(verdictOf([]).passedBy).toEqual([]);
  });

  test('a finance skip skips finance and nothing else, and holds stand', () => {
    const skips = verdictOf([rule('pass', { skips: ['finance'] }), rule('block')]);
    expect(skips).toMatchObject({ route: 'block', skips: ['finance'] });
  });

  test('joins the skips of several pass rules once each', () => {
    const rules = [
      rule('pass', { id: 'a', skips: ['finance'] }),
      rule('pass', { id: 'b', skips: ['finance', 'second-review'] }),
    ];
    expect(verdictOf(rules).skips).toEqual(['finance', 'second-review']);
  });

  test('adds up the weights of the hits, at most 10,000 bp', () => {
    expect(verdictOf([rule('block', { weightBp: 300 }), rule('confirm', { weightBp: 45 })]).scoreBp).toBe(345);
    expect(verdictOf([rule('block', { weightBp: 9_000 }), rule('confirm', { weightBp: 9_000 })]).scoreBp).toBe(10_000);
    expect(verdictOf([rule('pass', { weightBp: 500 })]).scoreBp).toBe(0);
  });

  test('says which rule set judged', () => expect(verdictOf([]).ruleSetVersion).toBe(7));

  test('a disabled rule has no part', () => {
    expect(verdictOf([rule('block', { isEnabled: false })])).toMatchObject({ route: 'pass', hits: [], unknowns: [] });
  });

  test('never changes the facts it looks at', () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, facts) => {
        const before = structuredClone(facts);
        judge(compileRuleSet({ version: 1, rules }), facts);
        expect(facts).toEqual(before);
      }),
    );
  });
});

describe('explain', () => {
  test('gives every rule the answer that judged, for hits and for passes', () => {
    fc.assert(
      fc.property(anyRules, anyFacts, (rules, facts) => {
        const compiled = compileRuleSet({ version: 1, rules });
        const explained = explain({ version: 1, rules }, facts);
        for (const live of compiled.rules) {
          const told = explained.find((one) => one.rule.id === live.id);
          expect(told?.answer).toEqual(live.test(facts));
          expect(told?.tookPart).toBe(true);
        }
        expect(explained.filter((one) => one.tookPart).length).toBe(compiled.rules.length);
      }),
    );
  });

  test('shows the parts of a condition that did not matter any more, with parameters and defaults', () => {
    const condition: Condition = { all: [{ signal: 'is-paid' }, { signal: 'same-ip-burst', params: { count: 5 } }] };
    const explained = explain({ version: 1, rules: [rule('block', { condition })] }, someFacts({ isPaid: false }));
    expect(explained.find((one) => one.rule.id === 'block')).toMatchObject({
      answer: { answer: 'no' },
      condition: {
        kind: 'all',
        parts: [
          { signal: 'is-paid', answer: { answer: 'no' } },
          { signal: 'same-ip-burst', params: { windowMs: 300_000, count: 5 }, answer: { answer: 'no' } },
        ],
      },
    });
  });
});

test('features reach as far as the widest window of an enabled rule', () => {
  const burst = (windowMs: number, isEnabled: boolean) =>
    rule('block', {
      id: String(windowMs),
      isEnabled,
      condition: { not: { signal: 'same-ip-burst', params: { windowMs } } },
    });
  const nothing = { sameIpMs: 0, sameAddressMs: 0, buyerHistoryMs: 0 };
  expect(compileRuleSet({ version: 1, rules: [] }).windows).toEqual(nothing);
  expect(
    compileRuleSet({ version: 1, rules: [burst(60_000, true), burst(900_000, true), burst(9_000_000, false)] }).windows,
  ).toEqual({ ...nothing, sameIpMs: 900_000 });
  const others = rule('block', {
    condition: { all: [{ signal: 'recipients-differ' }, { signal: 'no-recent-returns' }] },
  });
  expect(compileRuleSet({ version: 1, rules: [others] }).windows).toEqual({
    sameIpMs: 0,
    sameAddressMs: DAY_MS,
    buyerHistoryMs: 30 * DAY_MS,
  });
});

describe('scoped skips', () => {
  const skipScopes = ['finance', 'second-review'] as const;
  const finance = rule('block', { id: 'finance', scope: 'finance' });
  const second = rule('confirm', { id: 'second', scope: 'second-review' });
  const risk = rule('block', { id: 'risk' });
  const vouching = (...skips: SkipScope[]) => rule('pass', { id: 'vouch', skips });

  test('a pass rule takes back what it vouches for, and the verdict says so', () => {
    expect(verdictOf([finance, vouching('finance')])).toMatchObject({
      route: 'pass',
      hits: [],
      scoreBp: 0,
      passedBy: ['vouch'],
      skipped: [{ ruleId: 'finance', scope: 'finance', by: 'vouch' }],
    });
  });

  test('a finance skip never skips risk, nor the second review', () => {
    const verdict = verdictOf([finance, second, risk, vouching('finance')]);
    expect(verdict.hits.map((hit) => hit.ruleId)).toEqual(['second', 'risk']);
    expect(verdict.route).toBe('block');
  });

  test('nothing but the scope itself is skipped, whatever the rules', () => {
    fc.assert(
      fc.property(anyRules, anyFacts, fc.subarray<SkipScope>(['finance', 'second-review']), (rules, facts, skips) => {
        const scoped = rules.map((one, index) =>
          one.outcome === 'pass' || index % 3 === 0 ? one : { ...one, scope: skipScopes[index % 2] },
        );
        const set = (more: readonly Rule[]) => compileRuleSet({ version: 1, rules: [...more, ...scoped] });
        const before = judge(set([]), facts).hits;
        const after = judge(set([vouching(...skips)]), facts);
        const stays = before.filter((hit) => hit.scope === undefined || !skips.includes(hit.scope));
        expect(after.hits).toEqual(stays);
        expect(after.skipped?.map((one) => one.ruleId)).toEqual(
          before.filter((hit) => !stays.includes(hit)).map((hit) => hit.ruleId),
        );
      }),
    );
  });

  test('a pass rule that does not hit vouches for nothing', () => {
    const idle = { ...vouching('finance'), condition: { not: { signal: 'is-paid' } } } as const;
    expect(verdictOf([finance, idle]).route).toBe('block');
  });

  test('a platform hold has no scope', () => {
    const softened = { ...PLATFORM_HOLD, scope: 'finance' } as const;
    expect(verdictOf([softened, vouching('finance')], { holds: ['locked'] }).route).toBe('block');
  });
});

test('a rule that names no signal of ours does not compile', () => {
  const strange = rule('block', { condition: { signal: 'constructor' } as unknown as Condition });
  expect(() => compileRuleSet({ version: 1, rules: [strange] })).toThrow(RangeError);
});
