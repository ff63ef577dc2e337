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

/**
 * Reads what a customer's message asks for. Pure and repeatable; looks at the first 2,000 characters. A message with
 * nothing in it, small talk and anything below the threshold is 'unknown'.
 */
export function classifyIntent(text: string): IntentAnswer {
  const ranked = probabilitiesOf(prepareIntentModel(), text.slice(0, LONGEST_TEXT));
  const top = ranked
    .flatMap(({ label, probability }) =>
      label === 'unknown' ? [] : [{ intent: label, bp: Math.round(probability * 10_000) }],
    )
    .slice(0, 3);
  const best = top[0];
  const isUnderstood = best !== undefined && best.bp >= UNKNOWN_BELOW_BP && ranked[0]?.label === best.intent;
  return { intent: isUnderstood ? best.intent : 'unknown', confidenceBp: best?.bp ?? 0, top };
}
