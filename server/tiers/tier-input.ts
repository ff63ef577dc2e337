import * as z from 'zod';
import { CHECK_NAMES, type CheckCall, type ParamSpec, paramsOf } from '@/domain/tiers/checks';
import type { TierCondition } from '@/domain/tiers/condition';
import { MAX_TIERS } from '@/domain/tiers/tier-problems';

/** Enough for anything a person types; what is right for a field is said by tierProblems, with the field's name. */
const text = z.string().max(200);
const words = z.array(text).max(200);
const wholeNumber = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const paramSchema = (spec: ParamSpec) => (spec.kind === 'number' ? wholeNumber : words);

const checkSchemas = CHECK_NAMES.map((name) => {
  const params = Object.entries(paramsOf(name)).map(([param, spec]) => [param, paramSchema(spec)] as const);
  return z.strictObject({ check: z.literal(name), params: z.strictObject(Object.fromEntries(params)) });
});
// Each schema is made from the table of checks itself, so the union reads exactly a CheckCall.
const checkCall = z.union(checkSchemas) as unknown as z.ZodType<CheckCall>;

const parts = () => z.array(condition).max(50);
const condition: z.ZodType<TierCondition> = z.lazy(() =>
  z.union([checkCall, z.strictObject({ all: parts() }), z.strictObject({ any: parts() })]),
);

const tier = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  name: z.strictObject({ 'zh-CN': text, en: text }),
  condition,
  respond: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('within'), ms: wholeNumber }),
    z.strictObject({ kind: z.literal('same-business-day') }),
  ]),
  warn: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('share'), leftPercent: wholeNumber }),
    z.strictObject({ kind: z.literal('before'), ms: wholeNumber }),
  ]),
  skill: z.string().trim().min(1).max(20).nullable(),
  ownerGroupId: z.string().max(64).nullable(),
});

/** Tiers as an editor sends them. */
export const tiersField = z.array(tier).min(1).max(MAX_TIERS);
