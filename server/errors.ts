import { isRefusedValue } from '@/db/sql-errors';

/** What went wrong, by what the caller can do about it; the UI translates by code. */
export const ERROR_CODES = {
  invalid: { http: 400, trpc: 'BAD_REQUEST' },
  'signed-out': { http: 401, trpc: 'UNAUTHORIZED' },
  forbidden: { http: 403, trpc: 'FORBIDDEN' },
  'not-found': { http: 404, trpc: 'NOT_FOUND' },
  conflict: { http: 409, trpc: 'CONFLICT' },
  'too-large': { http: 413, trpc: 'PAYLOAD_TOO_LARGE' },
  'too-many': { http: 429, trpc: 'TOO_MANY_REQUESTS' },
  busy: { http: 503, trpc: 'SERVICE_UNAVAILABLE' },
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

/** An error meant for the caller. `detail` holds facts for the message (who won, which limit), nothing personal. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
    this.name = 'AppError';
  }
}

/** What exists but lies outside the caller's groups: answered as not found, and the attempt is put on record. */
export class OutOfReach extends AppError {
  constructor(what: string) {
    super('not-found', `${what} not found`, { what });
    this.name = 'OutOfReach';
  }
}

export const notFound = (what: string) => new AppError('not-found', `${what} not found`, { what });
export const forbidden = (why: string) => new AppError('forbidden', why);
export const invalid = (why: string, detail?: Readonly<Record<string, string | number>>) =>
  new AppError('invalid', why, detail);
export const conflict = (why: string, detail?: Readonly<Record<string, string | number>>) =>
  new AppError('conflict', why, detail);

/** What an error says to the caller: itself, or that a value of theirs cannot be stored; null when it is ours to mend. */
export function callersError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  return isRefusedValue(error) ? invalid('a value is out of range or cannot be stored') : null;
}
