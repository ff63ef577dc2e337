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
  ) {
    super(message);
  }
}
