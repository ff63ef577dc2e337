import { DAY_MS, type Instant } from '@/domain/clocks/instant';
import { type FactUse, factUse, fillTemplate, type LocalText } from './fill-template';
import type { Intent } from './intents';
import type { Occasion } from './occasion';
import type { OrderFacts, ReplyState } from './reply-facts';
import { STRATEGIES, type Strategy, type Template } from './template';
import { SILENT_INTENTS, templatesFor } from './templates';

/** A reply ready to send, with the facts it rests on. */
export interface Suggestion {
  readonly templateId: string;
  readonly body: string;
  readonly label: LocalText;
  readonly intent: Occasion;
  readonly strategy: Strategy;
  readonly used: readonly FactUse[];
}

export interface SuggestInput {
  readonly intent: Occasion;
  readonly top: readonly { readonly intent: Intent; readonly bp: number }[];
  readonly orderFacts: OrderFacts;
  readonly now: Instant;
  /** Whether a fact is too old to be told as the present; by default the age of the state against its limit. */
  readonly isStale?: (use: FactUse) => boolean;
}

export const MOST_SUGGESTIONS = 3;
/** A second reading of the message is answered too when it is at least this likely. */
const SECOND_READING_BP = 2_000;

/** How old the statement of a state may be and still be told as the present; null = a state that does not end. */
const STATE_LIMIT_MS: Readonly<Record<ReplyState, number | null>> = {
  unpaid: DAY_MS,
  'in-review': null,
  picking: 2 * DAY_MS,
  packing: DAY_MS,
  'part-shipped': 3 * DAY_MS,
  'awaiting-collection': DAY_MS,
  'in-transit': 4 * DAY_MS,
  signed: null,
  cancelled: null,
  'no-order': null,
};

/** Stale: the order's state was stated so long ago that it has probably changed without anyone reporting it. */
export function staleByAge(state: ReplyState, now: Instant): (use: FactUse) => boolean {
  const limitMs = STATE_LIMIT_MS[state];
  return (use) => use.fact === 'stage' && limitMs !== null && now - use.at > limitMs;
}

const FIRST_STRATEGIES: Readonly<Partial<Record<Occasion, readonly Strategy[]>>> = {
  complaint: ['soothing', 'action', 'status'],
  'urgent-need': ['action', 'status', 'soothing'],
};

function filled(template: Template, intent: Occasion, input: SuggestInput): Suggestion | null {
  const result = fillTemplate(template.body, input.orderFacts.facts);
  if (!result.ok) return null;
  const stage = template.claimsState ? factUse('stage', input.orderFacts.facts) : null;
  if (template.claimsState && stage === null) return null;
  const isNamed = stage === null || result.used.some((use) => use.fact === 'stage');
  const used = isNamed ? result.used : [...result.used, stage];
  const isStale = input.isStale ?? staleByAge(input.orderFacts.state, input.now);
  if (used.some(isStale)) return null;
  return {
    templateId: template.id,
    body: result.body,
    label: template.label,
    intent,
    strategy: template.strategy,
    used,
  };
}

function offersFor(intent: Occasion, input: SuggestInput): Suggestion[] {
  return templatesFor(intent, input.orderFacts.state).flatMap((template) => {
    const offer = filled(template, intent, input);
    return offer === null ? [] : [offer];
  });
}

/**
 * Up to three replies to a message, each of another kind where possible (state of things, next step, calming words)
 * and each naming the facts it uses. Nothing for a mere acknowledgement. A template whose facts are unknown or stale
 * is not offered, so no suggestion says more than the facts.
 */
export function suggest(input: SuggestInput): Suggestion[] {
  if (SILENT_INTENTS.has(input.intent)) return [];
  const offers = offersFor(input.intent, input);
  const order = FIRST_STRATEGIES[input.intent] ?? STRATEGIES;
  const second = input.top.find(
    ({ intent, bp }) => intent !== input.intent && intent !== 'greeting' && bp >= SECOND_READING_BP,
  );
  const others = second ? offersFor(second.intent, input) : [];
  const chosen = order
    .flatMap((strategy) => offers.find((offer) => offer.strategy === strategy) ?? [])
    .slice(0, others.length > 0 ? MOST_SUGGESTIONS - 1 : MOST_SUGGESTIONS);
  const rest = [...others, ...offers];
  for (const offer of rest) {
    if (chosen.length >= MOST_SUGGESTIONS) break;
    if (!chosen.some((one) => one.templateId === offer.templateId)) chosen.push(offer);
  }
  return chosen;
}
