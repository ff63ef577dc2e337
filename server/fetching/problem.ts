import type { Reason } from '@/domain/intake/reason';
import { CallFailure, type CallProblem } from '@/server/channels/call-failure';
import { OutboundFailure } from '@/server/links/outbound';

export interface Problem {
  readonly problem: CallProblem;
  readonly reason: Reason;
  /** The names of the credentials that are not entered yet, where that is all that is wrong. */
  readonly missing: readonly string[];
}

/** What a call to a platform died of. Throws what is no failure of the call: an error of ours, or of the database. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CallFailure) return { problem: error.problem, reason: error.reason, missing: error.missing };
  if (error instanceof OutboundFailure) {
    const problem = error.why === 'address' ? 'not-connected' : 'unavailable';
    return { problem, reason: { code: `outbound-${error.why}` }, missing: [] };
  }
  throw error;
}

/** Reports what went wrong with a shop's calls. One that is not set up yet is no fault: its page says what is missing. */
export function reportProblem(
  { onProblem }: { readonly onProblem: (shopId: string, error: unknown) => void },
  shopId: string,
  error: unknown,
): void {
  const isSetUp = !(error instanceof CallFailure) || error.missing.length === 0;
  if (isSetUp) onProblem(shopId, error);
}
