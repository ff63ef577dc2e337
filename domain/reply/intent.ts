import { INTENT_SENTENCES, INTENTS, type Intent, type ReadIntent } from './intents';
import { probabilitiesOf, type TextModel, trainTextModel } from './softmax-regression';

export interface IntentAnswer {
  readonly intent: ReadIntent;
  /** Certainty of `intent` in basis points; for 'unknown' that of the likeliest intent. */
  readonly confidenceBp: number;
  /** The three likeliest intents, most likely first, whether or not they reach the threshold. */
  readonly top: readonly { readonly intent: Intent; readonly bp: number }[];
}

/** Below this certainty a message counts as not understood. */
export const UNKNOWN_BELOW_BP = 2_500;
const LONGEST_TEXT = 2_000;

let trained: TextModel<ReadIntent> | null = null;

/** Trains the classifier once (about 0.3 s); call at start-up so that the first message need not wait for it. */
export function prepareIntentModel(): TextModel<ReadIntent> {
  trained ??= trainTextModel(
    (['unknown', ...INTENTS] as const).flatMap((label) => INTENT_SENTENCES[label].map((text) => ({ label, text }))),
  );
  return trained;
}

/** A complaint warning by name: 12315, a bad review, the platform or a lawyer; saying that one will not is none. */
const THREAT = /投诉|举报|12315|消协|消费者(?:协会|权益)|差评|曝光|起诉|律师/;
const NO_THREAT =
  /(?:不|别|没有?)(?:是|会|想|打算|准备)?(?:要|来|给|去|打)?(?:你们?|您|店铺?)?(?:投诉|举报|差评|曝光)/g;
const THREAT_BP = 9_000;

/** True when a message threatens with a complaint in so many words, whatever else it asks for. */
export const threatensComplaint = (text: string): boolean => THREAT.test(text.normalize('NFKC').replace(NO_THREAT, ''));

type Reading = IntentAnswer['top'][number];

const complaintFirst = (readings: readonly Reading[]): Reading[] => {
  const read = readings.find((reading) => reading.intent === 'complaint')?.bp ?? 0;
  const rest = readings.filter((reading) => reading.intent !== 'complaint');
  return [{ intent: 'complaint', bp: Math.max(THREAT_BP, read) }, ...rest];
};

/**
 * Reads what a customer's message asks for. Pure and repeatable; looks at the first 2,000 characters. A message with
 * nothing in it, small talk and anything below the threshold is 'unknown'. A complaint warning always comes first: it
 * raises the card's priority, and what else was asked stays in `top`.
 */
export function classifyIntent(text: string): IntentAnswer {
  const start = text.slice(0, LONGEST_TEXT);
  const ranked = probabilitiesOf(prepareIntentModel(), start);
  const readings = ranked.flatMap(({ label, probability }) =>
    label === 'unknown' ? [] : [{ intent: label, bp: Math.round(probability * 10_000) }],
  );
  const isThreat = threatensComplaint(start);
  const top = (isThreat ? complaintFirst(readings) : readings).slice(0, 3);
  const best = top[0];
  const isLikeliest = isThreat || ranked[0]?.label === best?.intent;
  const isUnderstood = best !== undefined && best.bp >= UNKNOWN_BELOW_BP && isLikeliest;
  return { intent: isUnderstood ? best.intent : 'unknown', confidenceBp: best?.bp ?? 0, top };
}
