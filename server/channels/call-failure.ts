import { type Reason, readReason, reasonText, storedStart } from '@/domain/intake/reason';

/**
 * Why a platform did not give what it was asked for:
 * - rate-limited: too many calls; the same call works later
 * - token: the access token is over or unknown; another one is needed
 * - unavailable: the platform fails or cannot be reached
 * - not-connected: the app, its secret, its permission or the shop's authorisation is wrong; nothing works until a person acts
 * - refused: this one request or its answer is wrong
 */
export type CallProblem = 'rate-limited' | 'token' | 'unavailable' | 'not-connected' | 'refused';

/** A call to a platform that failed. The reason names codes and never repeats a value that could be personal. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  constructor(
    readonly problem: CallProblem,
    readonly reason: Reason,
    /** The names of the credentials that nobody has entered yet, where that is why no call was made. */
    readonly missing: readonly string[] = [],
  ) {
    super(reasonText(reason, 'en'));
  }
}

/** How the signing secret is named among missing credentials: it is kept apart from them. */
export const SIGNING_SECRET = 'signingSecret';

/** How a stored reason begins where credentials are missing: as a sentence where it was stored before reasons had codes. */
export const NOT_ENTERED = [storedStart('not-entered'), 'not entered yet: '] as const;

/** No call can be made before these are entered. */
export const notEntered = (missing: readonly string[]): CallFailure =>
  new CallFailure('not-connected', { code: 'not-entered', fields: missing.join(', ') }, missing);

/** The names of the missing credentials out of a stored reason; none where it tells of another failure. */
export function missingIn(stored: string | null): readonly string[] {
  const reason = readReason(stored ?? '');
  if (reason?.code === 'not-entered') return String(reason.fields).split(', ');
  const [, sentence] = NOT_ENTERED;
  return stored?.startsWith(sentence) ? stored.slice(sentence.length).split(', ') : [];
}

/** The same refusal where nothing works any more before a person consents again. */
export function toAuthoriseAgain({ reason }: CallFailure): CallFailure {
  const isAnswer = reason.code === 'call-refused';
  const again: Reason = isAnswer ? { ...reason, code: 'authorise-again' } : { code: 'consent-over' };
  return new CallFailure('not-connected', again);
}
