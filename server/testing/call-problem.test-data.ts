import { CallFailure, type CallProblem } from '../channels/call-failure';

/** What a call of a platform failed with; anything but a CallFailure is thrown on. */
export async function problemOf(work: Promise<unknown>): Promise<CallProblem | 'none'> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof CallFailure) return error.problem;
    throw error;
  }
}
