import type { Condition, Rule, RuleOutcome, RuleSet, SkipScope } from './rule';
import type { SignalCall } from './signals/index';
import { signalOf } from './signals/index';
import type { ParamSpec } from './signals/signal';

/** What is wrong, and where: "rules[2].condition.all[0].params.count". */
export interface RuleProblem {
  readonly path: string;
  readonly problem:
    | 'not-an-object'
    | 'not-a-list'
    | 'unknown-key'
    | 'not-a-text'
    | 'not-a-whole-number'
    | 'out-of-range'
    | 'not-a-boolean'
    | 'unknown-signal'
    | 'unknown-parameter'
    | 'unknown-operator'
    | 'unknown-value'
    | 'empty'
    | 'duplicate-id'
    | 'too-deep'
    | 'too-many';
}
export type ValidatedRuleSet =
  | { readonly isValid: true; readonly ruleSet: RuleSet }
  | { readonly isValid: false; readonly problems: readonly RuleProblem[] };

type Plain = Readonly<Record<string, unknown>>;
/** Collects problems; every reader answers a harmless value after reporting one, so that all problems are found. */
type Report = (path: string, problem: RuleProblem['problem']) => void;

const OUTCOMES: readonly RuleOutcome[] = ['block', 'confirm', 'pass', 'expedite'];
const SKIPS: readonly SkipScope[] = ['finance', 'second-review'];
const RULE_KEYS = ['id', 'name', 'condition', 'outcome', 'weightBp', 'skips', 'scope', 'isEnabled'];
const OPERATORS = ['all', 'any', 'not'];
const MAX_RULES = 200;
const MAX_DEPTH = 8;
const MAX_PARTS = 50;
const MAX_TEXT = 100;
const MAX_WORDS = 200;
const NEVER: SignalCall = { signal: 'platform-hold' };

/**
 * Reads a rule set from outside (an editor, a file, the database). Only known signals, parameters, operators and keys
 * are taken over, into new objects; `__proto__` and other strange keys are refused like any unknown key.
 */
export function validateRuleSet(input: unknown): ValidatedRuleSet {
  const problems: RuleProblem[] = [];
  const report: Report = (path, problem) => problems.push({ path, problem });
  const set = readObject(input, '', ['version', 'rules'], report);
  const version = readInteger(set.version, 'version', 1, 2_147_483_647, report);
  const rules = readList(set.rules, 'rules', MAX_RULES, report).map((rule, index) =>
    readRule(rule, `rules[${index}]`, report),
  );
  const seen = new Set<string>();
  for (const [index, { id }] of rules.entries()) {
    if (seen.has(id)) report(`rules[${index}].id`, 'duplicate-id');
    seen.add(id);
  }
  return problems.length > 0 ? { isValid: false, problems } : { isValid: true, ruleSet: { version, rules } };
}

function readRule(input: unknown, path: string, report: Report): Rule {
  const rule = readObject(input, path, RULE_KEYS, report);
  const name = readObject(rule.name, `${path}.name`, ['zh-CN', 'en'], report);
  if (typeof rule.isEnabled !== 'boolean') report(`${path}.isEnabled`, 'not-a-boolean');
  const skips =
    rule.skips === undefined
      ? undefined
      : readList(rule.skips, `${path}.skips`, SKIPS.length, report).map((skip, index) =>
          readOneOf(skip, SKIPS, `${path}.skips[${index}]`, report),
        );
  if (skips !== undefined && rule.outcome !== 'pass') report(`${path}.skips`, 'unknown-key');
  const scope = rule.scope === undefined ? undefined : readOneOf(rule.scope, SKIPS, `${path}.scope`, report);
  if (scope !== undefined && rule.outcome !== 'block' && rule.outcome !== 'confirm')
    report(`${path}.scope`, 'unknown-key');
  return {
    id: readText(rule.id, `${path}.id`, report),
    name: {
      'zh-CN': readText(name['zh-CN'], `${path}.name.zh-CN`, report),
      en: readText(name.en, `${path}.name.en`, report),
    },
    condition: readCondition(rule.condition, `${path}.condition`, 1, report),
    outcome: readOneOf(rule.outcome, OUTCOMES, `${path}.outcome`, report),
    weightBp: readInteger(rule.weightBp, `${path}.weightBp`, 0, 10_000, report),
    ...(skips === undefined ? {} : { skips }),
    ...(scope === undefined ? {} : { scope }),
    isEnabled: rule.isEnabled === true,
  };
}

function readCondition(input: unknown, path: string, depth: number, report: Report): Condition {
  if (depth > MAX_DEPTH) {
    report(path, 'too-deep');
    return NEVER;
  }
  const keys = isPlain(input) ? Object.keys(input) : [];
  if (keys.includes('signal')) return readCall(input, path, report);
  const [operator = ''] = keys;
  if (!isPlain(input) || keys.length !== 1 || !OPERATORS.includes(operator)) {
    report(keys.length === 1 ? `${path}.${operator}` : path, isPlain(input) ? 'unknown-operator' : 'not-an-object');
    return NEVER;
  }
  if (operator === 'not') return { not: readCondition(input.not, `${path}.not`, depth + 1, report) };
  const parts = readList(input[operator], `${path}.${operator}`, MAX_PARTS, report);
  if (parts.length === 0) report(`${path}.${operator}`, 'empty');
  const read = parts.map((part, index) => readCondition(part, `${path}.${operator}[${index}]`, depth + 1, report));
  return operator === 'all' ? { all: read } : { any: read };
}

function readCall(input: unknown, path: string, report: Report): SignalCall {
  const call = readObject(input, path, ['signal', 'params'], report);
  const found = typeof call.signal === 'string' ? signalOf(call.signal) : null;
  if (found === null) {
    report(`${path}.signal`, 'unknown-signal');
    return NEVER;
  }
  if (call.params === undefined) return { signal: found.name } as SignalCall;
  const given = isPlain(call.params) ? call.params : readObject(call.params, `${path}.params`, [], report);
  const params = Object.entries(given).map(([name, value]) => {
    const spec = Object.hasOwn(found.params, name) ? found.params[name] : undefined;
    if (spec === undefined) report(`${path}.params.${name}`, 'unknown-parameter');
    return [name, spec === undefined ? null : readParam(value, spec, `${path}.params.${name}`, report)] as const;
  });
  // Every name and value was checked against the signal's own table just above.
  return { signal: found.name, params: Object.fromEntries(params) } as SignalCall;
}

function readParam(value: unknown, spec: ParamSpec, path: string, report: Report): number | readonly string[] {
  if (spec.kind === 'number') return readInteger(value, path, spec.min, spec.max, report);
  const words = readList(value, path, MAX_WORDS, report);
  if (words.length === 0) report(path, 'empty');
  return words.map((word, index) =>
    spec.oneOf === null
      ? readText(word, `${path}[${index}]`, report)
      : readOneOf(word, spec.oneOf, `${path}[${index}]`, report),
  );
}

function isPlain(input: unknown): input is Plain {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function readObject(input: unknown, path: string, keys: readonly string[], report: Report): Plain {
  if (!isPlain(input)) {
    report(path, 'not-an-object');
    return {};
  }
  for (const key of Object.keys(input)) {
    if (!keys.includes(key)) report(path === '' ? key : `${path}.${key}`, 'unknown-key');
  }
  return input;
}

function readList(input: unknown, path: string, most: number, report: Report): readonly unknown[] {
  if (!Array.isArray(input)) {
    report(path, 'not-a-list');
    return [];
  }
  if (input.length <= most) return input;
  report(path, 'too-many');
  return [];
}

function readText(input: unknown, path: string, report: Report): string {
  if (typeof input !== 'string') report(path, 'not-a-text');
  else if (input.trim() === '') report(path, 'empty');
  else if (input.length > MAX_TEXT) report(path, 'out-of-range');
  return typeof input === 'string' ? input : '';
}

function readInteger(input: unknown, path: string, min: number, max: number, report: Report): number {
  if (typeof input !== 'number' || !Number.isSafeInteger(input)) {
    report(path, 'not-a-whole-number');
    return min;
  }
  if (input < min || input > max) report(path, 'out-of-range');
  return input;
}

function readOneOf<T extends string>(input: unknown, values: readonly T[], path: string, report: Report): T {
  const found = values.find((value) => value === input);
  if (found === undefined) report(path, 'unknown-value');
  return (found ?? values[0]) as T;
}
