import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { PLATFORMS } from '@/domain/order/platform';
import type { Intent } from '@/domain/reply/intents';
import { ORDER_CLASSES } from '@/domain/triage/verdict';
import { COMPLAINT_WARNINGS, type TierFacts } from './tier';

/** Three values: unknown neither raises a card nor keeps it from being raised by something else. */
export type Answer = 'hit' | 'no' | 'unknown';

interface NumberParam {
  readonly kind: 'number';
  readonly unit: 'fen' | 'ms' | 'messages';
  readonly default: number;
  readonly min: number;
  readonly max: number;
}
interface WordsParam {
  readonly kind: 'words';
  readonly default: readonly string[];
  /** The words that may be chosen; null = free text. */
  readonly oneOf: readonly string[] | null;
}
export type ParamSpec = NumberParam | WordsParam;
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;
type ParamsOf<S extends ParamSpecs> = {
  readonly [K in keyof S]: S[K] extends NumberParam ? number : readonly string[];
};

type Fact = keyof TierFacts;
interface Check<S extends ParamSpecs, F extends Fact> {
  readonly params: S;
  /** The fact it looks at. */
  readonly reads: F;
  readonly ask: (facts: Pick<TierFacts, F>, params: ParamsOf<S>) => Answer;
}
/** Keeps the literal types of a check's parameters, and lets it look at no other fact than it says. */
const check = <const S extends ParamSpecs, const F extends Fact>(definition: Check<S, F>): Check<S, F> => definition;

const given = (isSo: boolean): Answer => (isSo ? 'hit' : 'no');
const anyOf = (wanted: readonly string[], found: readonly string[]): Answer =>
  given(found.some((word) => wanted.includes(word)));
/** Platforms put codes and more words around what they call a state: a word of it is enough, in either case of letters. */
const anyWithin = (wanted: readonly string[], found: readonly string[]): Answer =>
  given(found.some((text) => wanted.some((word) => text.toLowerCase().includes(word.toLowerCase()))));
const words = (list: readonly string[], oneOf: readonly string[] | null) =>
  ({ kind: 'words', default: list, oneOf }) as const;

/** What a customer may ask for that can make a card more pressing; thanks and greetings cannot. */
const PRESSING_INTENTS = [
  'complaint',
  'urgent-need',
  'refund',
  'cancel-order',
  'return-exchange',
  'change-address',
  'payment-problem',
  'why-not-shipped',
  'where-is-my-parcel',
  'stock-question',
] as const satisfies readonly Intent[];

/** Whether so many messages came within the window without an answer between them. */
function wereUnanswered(writtenAt: readonly (Instant | null)[], count: number, windowMs: number): boolean {
  let run: Instant[] = [];
  for (const at of writtenAt) {
    run = at === null ? [] : [...run.slice(1 - count), at].slice(-count);
    const [first] = run;
    const last = run.at(-1);
    if (run.length === count && first !== undefined && last !== undefined && last - first <= windowMs) return true;
  }
  return false;
}

/** Everything a tier's condition may ask. The editor, the check of drafts and the judging of cards read this table. */
export const CHECKS = {
  'buyer-tag': check({
    reads: 'tags',
    params: { tags: words(['VIP', 'vip', 'SVIP', 'svip', '88VIP'], null) },
    ask: ({ tags }, params) => (tags === null ? 'unknown' : anyOf(params.tags, tags)),
  }),
  'paid-at-least': check({
    reads: 'paidFen',
    params: { minFen: { kind: 'number', unit: 'fen', default: 1_000_000, min: 1, max: 2_147_483_647 } },
    ask: ({ paidFen }, { minFen }) => (paidFen === null ? 'unknown' : given(paidFen >= minFen)),
  }),
  express: check({
    params: {},
    reads: 'isUrgent',
    ask: ({ isUrgent }) => (isUrgent === null ? 'unknown' : given(isUrgent)),
  }),
  intent: check({
    reads: 'intents',
    params: { intents: words(['complaint'], PRESSING_INTENTS) },
    ask: ({ intents }, params) => anyOf(params.intents, intents),
  }),
  'complaint-warning': check({
    reads: 'warnings',
    params: { warnings: words(COMPLAINT_WARNINGS, COMPLAINT_WARNINGS) },
    ask: ({ warnings }, params) => anyOf(params.warnings, warnings),
  }),
  'platform-hold': check({
    reads: 'holds',
    params: { holds: words(['dispute', '纠纷', '维权', '平台处理中', '卖家拒绝退款'], null) },
    ask: ({ holds }, params) => (holds === null ? 'unknown' : anyWithin(params.holds, holds)),
  }),
  unanswered: check({
    reads: 'writtenAt',
    params: {
      count: { kind: 'number', unit: 'messages', default: 3, min: 2, max: 20 },
      windowMs: { kind: 'number', unit: 'ms', default: DAY_MS, min: MINUTE_MS, max: 30 * 24 * HOUR_MS },
    },
    ask: ({ writtenAt }, { count, windowMs }) => given(wereUnanswered(writtenAt, count, windowMs)),
  }),
  class: check({
    reads: 'class',
    params: { classes: words(['abnormal'], ORDER_CLASSES) },
    ask: (facts, { classes }) => (facts.class === null ? 'unknown' : anyOf(classes, [facts.class])),
  }),
  conversation: check({ params: {}, reads: 'isConversation', ask: ({ isConversation }) => given(isConversation) }),
  platform: check({
    reads: 'platform',
    params: { platforms: words([], PLATFORMS) },
    ask: ({ platform }, { platforms }) => (platform === null ? 'unknown' : anyOf(platforms, [platform])),
  }),
} as const;

export type CheckName = keyof typeof CHECKS;
export const CHECK_NAMES = Object.keys(CHECKS) as readonly CheckName[];

/** The fact that a check looks at. */
export const factOf = (name: CheckName): Fact => CHECKS[name].reads;

/** A check with all of its parameters, as tiers store it. */
export type CheckCall = {
  [N in CheckName]: { readonly check: N; readonly params: ParamsOf<(typeof CHECKS)[N]['params']> };
}[CheckName];

/** The parameters of a check by name, for code that goes through them. */
export const paramsOf = (name: CheckName): ParamSpecs => CHECKS[name].params;

/** A check as it is first put into a condition. */
export function newCheck(name: CheckName): CheckCall {
  const params = Object.entries(paramsOf(name)).map(([param, spec]) => [param, spec.default] as const);
  // The defaults come from the check's own table.
  return { check: name, params: Object.fromEntries(params) } as CheckCall;
}

/** Puts the question. */
export function ask(facts: TierFacts, call: CheckCall): Answer {
  // A call's parameters are of its own check; the union of all checks cannot say so.
  const { ask: put } = CHECKS[call.check] as unknown as Check<ParamSpecs, Fact>;
  return put(facts, call.params as ParamsOf<ParamSpecs>);
}
