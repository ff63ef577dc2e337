import { CallFailure, type CallProblem } from '@/server/channels/call-failure';
import { errorFacts } from '@/server/error-facts';
import { OutboundFailure } from '@/server/links/outbound';

export interface Problem {
  readonly problem: CallProblem;
  readonly reason: string;
}

/** What a call to a platform died of. Throws what is no failure of the call: an error of ours, or of the database. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CallFailure) return { problem: error.problem, reason: error.message };
  if (error instanceof OutboundFailure) {
    const problem = error.why === 'address' ? 'not-connected' : 'unavailable';
    return { problem, reason: errorFacts(error).message };
  }
  throw error;
}
