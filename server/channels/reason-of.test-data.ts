import { Unreadable } from './channel';

/** Why this cannot be read, as "code path": 'not-an-amount payment'. Anything else that is thrown goes on. */
export function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { reason } = error;
    return 'path' in reason ? `${reason.code} ${reason.path}` : reason.code;
  }
  return 'it was read';
}
