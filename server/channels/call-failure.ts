/**
 * Why a platform did not give what it was asked for:
 * - rate-limited: too many calls; the same call works later
 * - token: the access token is over or unknown; another one is needed
 * - unavailable: the platform fails or cannot be reached
 * - not-connected: the app, its secret, its permission or the shop's authorisation is wrong; nothing works until a person acts
 * - refused: this one request or its answer is wrong
 */
export type CallProblem = 'rate-limited' | 'token' | 'unavailable' | 'not-connected' | 'refused';

/** A call to a platform that failed. The message names codes and never repeats a value that could be personal. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  constructor(
    readonly problem: CallProblem,
    message: string,
    /** The names of the credentials that nobody has entered yet, where that is why no call was made. */
    readonly missing: readonly string[] = [],
  ) {
    super(message);
  }
}

/** How the signing secret is named among missing credentials: it is kept apart from them. */
export const SIGNING_SECRET = 'signingSecret';

/** How the reason begins where credentials are missing. */
export const NOT_ENTERED = 'not entered yet: ';

/** No call can be made before these are entered. */
export const notEntered = (missing: readonly string[]): CallFailure =>
  new CallFailure('not-connected', `${NOT_ENTERED}${missing.join(', ')}`, missing);

/** The names of the missing credentials out of a stored reason; none where it tells of another failure. */
export const missingIn = (reason: string | null): readonly string[] =>
  reason?.startsWith(NOT_ENTERED) ? reason.slice(NOT_ENTERED.length).split(', ') : [];
