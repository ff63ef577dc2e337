import type { ReadIntent } from './intents';
import type { ReplyState } from './reply-facts';

/** What a reply is about: the customer's question, or something we ask the customer first. */
export const OWN_QUESTIONS = ['confirm-address', 'confirm-phone'] as const;
export type OwnQuestion = (typeof OWN_QUESTIONS)[number];
export type Occasion = ReadIntent | OwnQuestion;

const QUESTION_OF_RULE: Readonly<Record<string, Occasion>> = {
  'address-vague': 'confirm-address',
  'relay-address': 'confirm-address',
  'phone-invalid': 'confirm-phone',
  'urgent-phrase': 'urgent-need',
};

const PROGRESS: Readonly<Partial<Record<ReplyState, Occasion>>> = {
  unpaid: 'payment-problem',
  'in-review': 'why-not-shipped',
  picking: 'why-not-shipped',
  packing: 'why-not-shipped',
  'part-shipped': 'where-is-my-parcel',
  'awaiting-collection': 'where-is-my-parcel',
  'in-transit': 'where-is-my-parcel',
};
const BEFORE_SHIPPING: ReadonlySet<ReplyState> = new Set<ReplyState>(['unpaid', 'in-review', 'picking', 'packing']);

/**
 * What to write about when the customer has not asked anything: what the rules want confirmed while that still helps,
 * else the progress of the order; null when there is no reason to write.
 */
export function occasionOfOrder(ruleIds: readonly string[], state: ReplyState): Occasion | null {
  const asked = ruleIds.map((ruleId) => QUESTION_OF_RULE[ruleId]).find((occasion) => occasion !== undefined);
  return (BEFORE_SHIPPING.has(state) ? asked : undefined) ?? PROGRESS[state] ?? null;
}
