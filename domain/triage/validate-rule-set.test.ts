import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRule } from './arbitrary.test-data';
import { compileRuleSet } from './compile';
import { validateRuleSet } from './validate-rule-set';

const ruleWith = (change: object) => ({
  id: 'a',
  name: { 'zh-CN': '甲', en: 'A' },
  condition: { signal: 'is-paid' },
  outcome: 'confirm',
  weightBp: 100,
  isEnabled: true,
  ...change,
});
const problemsOf = (input: unknown) => {
  const result = validateRuleSet(input);
  return result.isValid ? [] : result.problems.map(({ path, problem }) => `${path}: ${problem}`);
};
const ofRule = (change: object) => problemsOf({ version: 1, rules: [ruleWith(change)] });
const nested = (depth: number): unknown => (depth === 0 ? { signal: 'is-paid' } : { not: nested(depth - 1) });

describe('validateRuleSet', () => {
  test('accepts what it has read before, unchanged', () => {
    fc.assert(
      fc.property(anyRule('a'), anyRule('b'), (a, b) => {
        const input = { version: 1, rules: [a, b] };
        const result = validateRuleSet(JSON.parse(JSON.stringify(input)));
        expect(result).toEqual({ isValid: true, ruleSet: input });
      }),
    );
  });

  test.each<[string, object, string]>([
    ['an unknown signal', { condition: { signal: 'moon-phase' } }, 'rules[0].condition.signal: unknown-signal'],
    [
      'a signal named like a built-in',
      { condition: { signal: 'toString' } },
      'rules[0].condition.signal: unknown-signal',
    ],
    [
      'an unknown parameter',
      { condition: { signal: 'same-ip-burst', params: { minutes: 5 } } },
      'rules[0].condition.params.minutes: unknown-parameter',
    ],
    [
      'a parameter of a signal without any',
      { condition: { signal: 'is-paid', params: { x: 1 } } },
      'rules[0].condition.params.x: unknown-parameter',
    ],
    [
      'a parameter out of range',
      { condition: { signal: 'same-ip-burst', params: { count: 1 } } },
      'rules[0].condition.params.count: out-of-range',
    ],
    [
      'a parameter that is text',
      { condition: { signal: 'same-ip-burst', params: { count: '3' } } },
      'rules[0].condition.params.count: not-a-whole-number',
    ],
    [
      'a parameter that is no number',
      { condition: { signal: 'same-ip-burst', params: { count: Number.NaN } } },
      'rules[0].condition.params.count: not-a-whole-number',
    ],
    [
      'a value that may not be chosen',
      { condition: { signal: 'payment-method', params: { methods: ['gold'] } } },
      'rules[0].condition.params.methods[0]: unknown-value',
    ],
    [
      'an empty list of phrases',
      { condition: { signal: 'urgent-phrase', params: { phrases: [] } } },
      'rules[0].condition.params.phrases: empty',
    ],
    [
      'an empty phrase',
      { condition: { signal: 'urgent-phrase', params: { phrases: [''] } } },
      'rules[0].condition.params.phrases[0]: empty',
    ],
    ['an unknown operator', { condition: { xor: [] } }, 'rules[0].condition.xor: unknown-operator'],
    ['two operators at once', { condition: { all: [], any: [] } }, 'rules[0].condition: unknown-operator'],
    [
      'an operator beside a signal',
      { condition: { signal: 'is-paid', all: [] } },
      'rules[0].condition.all: unknown-key',
    ],
    ['all of nothing', { condition: { all: [] } }, 'rules[0].condition.all: empty'],
    ['a condition that is a list', { condition: [] }, 'rules[0].condition: not-an-object'],
    [
      'a fault deep inside',
      { condition: { all: [{ signal: 'is-paid' }, { not: { signal: 'x' } }] } },
      'rules[0].condition.all[1].not.signal: unknown-signal',
    ],
    [
      'a condition without end',
      { condition: nested(9) },
      'rules[0].condition.not.not.not.not.not.not.not.not: too-deep',
    ],
    ['an unknown outcome', { outcome: 'explode' }, 'rules[0].outcome: unknown-value'],
    ['a weight below nothing', { weightBp: -1 }, 'rules[0].weightBp: out-of-range'],
    ['a fraction of a weight', { weightBp: 0.5 }, 'rules[0].weightBp: not-a-whole-number'],
    ['a switch that is no boolean', { isEnabled: 'yes' }, 'rules[0].isEnabled: not-a-boolean'],
    ['a name in one language only', { name: { en: 'A' } }, 'rules[0].name.zh-CN: not-a-text'],
    ['a key nobody knows', { script: 'alert(1)' }, 'rules[0].script: unknown-key'],
    ['a skip of a rule that does not pass', { skips: ['finance'] }, 'rules[0].skips: unknown-key'],
    ['a skip nobody knows', { outcome: 'pass', skips: ['risk'] }, 'rules[0].skips[0]: unknown-value'],
  ])('refuses %s and says where', (_, change, problem) => {
    expect(ofRule(change)).toEqual([problem]);
  });

  test('refuses __proto__ wherever it stands and pollutes nothing', () => {
    const inRule = JSON.parse(
      `{"version":1,"rules":[${JSON.stringify(ruleWith({})).replace('{', '{"__proto__":{"isEnabled":true},')}]}`,
    );
    expect(problemsOf(inRule)).toEqual(['rules[0].__proto__: unknown-key']);
    const inParams = JSON.parse('{"signal":"same-ip-burst","params":{"__proto__":{"count":2}}}');
    expect(ofRule({ condition: inParams })).toEqual(['rules[0].condition.params.__proto__: unknown-parameter']);
    const asOperator = JSON.parse('{"__proto__":[]}');
    expect(ofRule({ condition: asOperator })).toEqual(['rules[0].condition.__proto__: unknown-operator']);
    expect(Object.hasOwn(Object.prototype, 'count')).toBe(false);
  });

  test('refuses two rules under one id', () => {
    expect(problemsOf({ version: 1, rules: [ruleWith({}), ruleWith({})] })).toEqual(['rules[1].id: duplicate-id']);
  });

  test('reports every problem, not only the first', () => {
    expect(ofRule({ outcome: 'x', weightBp: 'y', condition: { signal: 'z' } })).toHaveLength(3);
  });

  test.each([null, 1, 'x', [], undefined])('refuses %j for a rule set', (input) => {
    expect(validateRuleSet(input).isValid).toBe(false);
  });

  test('what it accepts compiles, whatever comes in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), anyRule('a'), (junk, rule) => {
        const result = validateRuleSet({ version: 1, rules: [{ ...rule, condition: junk }] });
        if (result.isValid) compileRuleSet(result.ruleSet);
      }),
    );
  });
});
