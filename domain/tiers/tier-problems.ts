import { DAY_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { type CheckCall, type ParamSpec, paramsOf } from './checks';
import { isEverything, isGroup, partsOf, type TierCondition } from './condition';
import type { RespondTime, Tier, WarnTime } from './tier';

/** What is wrong with a tier, and at which of its fields: "name.en", "condition.1.0.minFen". */
export interface TierProblem {
  readonly tierId: string;
  readonly field: string;
  readonly problem:
    | 'empty'
    | 'too-long'
    | 'too-many'
    | 'too-deep'
    | 'out-of-range'
    | 'unknown-word'
    | 'same-name'
    | 'same-id'
    | 'must-take-all'
    | 'warns-too-early';
}
type Found = Omit<TierProblem, 'tierId'>;

export const MAX_TIERS = 30;
const MAX_NAME = 30;
const MAX_DEPTH = 3;
const MAX_PARTS = 20;
const MAX_WORDS = 50;
const MAX_WORD = 40;
export const MIN_RESPOND_MS = MINUTE_MS;
export const MAX_RESPOND_MS = 30 * DAY_MS;

/**
 * Everything that keeps tiers from being published. The last tier takes every card, so that none is without a deadline;
 * every other has at least one check.
 */
export function tierProblems(tiers: readonly Tier[]): readonly TierProblem[] {
  return tiers.flatMap((tier, index) => {
    const found = [
      ...nameProblems(tier, tiers),
      ...(tiers.some((other, at) => at < index && other.id === tier.id) ? [problem('id', 'same-id')] : []),
      ...timeProblems(tier.respond, tier.warn),
      ...(index === tiers.length - 1
        ? isEverything(tier.condition)
          ? []
          : [problem('condition', 'must-take-all')]
        : conditionProblems(tier.condition, 'condition', 1)),
    ];
    return found.map((one) => ({ tierId: tier.id, ...one }));
  });
}

const problem = (field: string, what: TierProblem['problem']): Found => ({ field, problem: what });

function nameProblems(tier: Tier, tiers: readonly Tier[]): Found[] {
  return (['zh-CN', 'en'] as const).flatMap((language) => {
    const name = tier.name[language].trim();
    const field = `name.${language}`;
    if (name === '') return [problem(field, 'empty')];
    if (name.length > MAX_NAME) return [problem(field, 'too-long')];
    const isTaken = tiers.some((other) => other !== tier && other.name[language].trim() === name);
    return isTaken ? [problem(field, 'same-name')] : [];
  });
}

function timeProblems(respond: RespondTime, warn: WarnTime): Found[] {
  const isWithin = respond.kind === 'within';
  if (isWithin && !isInRange(respond.ms, MIN_RESPOND_MS, MAX_RESPOND_MS)) return [problem('respond', 'out-of-range')];
  if (warn.kind === 'share') return isInRange(warn.leftPercent, 1, 99) ? [] : [problem('warn', 'out-of-range')];
  if (!isInRange(warn.ms, MIN_RESPOND_MS, MAX_RESPOND_MS)) return [problem('warn', 'out-of-range')];
  return isWithin && warn.ms >= respond.ms ? [problem('warn', 'warns-too-early')] : [];
}

const isInRange = (value: number, min: number, max: number): boolean =>
  Number.isSafeInteger(value) && value >= min && value <= max;

function conditionProblems(condition: TierCondition, path: string, depth: number): Found[] {
  if (!isGroup(condition)) return checkProblems(condition, path);
  if (depth > MAX_DEPTH) return [problem(path, 'too-deep')];
  const parts = partsOf(condition);
  if (parts.length === 0) return [problem(path, 'empty')];
  if (parts.length > MAX_PARTS) return [problem(path, 'too-many')];
  return parts.flatMap((part, index) => conditionProblems(part, `${path}.${index}`, depth + 1));
}

const checkProblems = (call: CheckCall, path: string): Found[] =>
  Object.entries(paramsOf(call.check)).flatMap(([name, spec]) => {
    const value = (call.params as Readonly<Record<string, number | readonly string[]>>)[name];
    return paramProblems(spec, value, `${path}.${name}`);
  });

function paramProblems(spec: ParamSpec, value: number | readonly string[] | undefined, path: string): Found[] {
  if (spec.kind === 'number')
    return typeof value === 'number' && isInRange(value, spec.min, spec.max) ? [] : [problem(path, 'out-of-range')];
  const words = typeof value === 'object' ? value : [];
  if (words.length === 0 || words.some((word) => word.trim() === '')) return [problem(path, 'empty')];
  if (words.length > MAX_WORDS) return [problem(path, 'too-many')];
  if (words.some((word) => word.length > MAX_WORD)) return [problem(path, 'too-long')];
  return spec.oneOf !== null && words.some((word) => !spec.oneOf?.includes(word))
    ? [problem(path, 'unknown-word')]
    : [];
}
