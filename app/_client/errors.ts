import { TRPCClientError } from '@trpc/client';
import type { AppRouter } from '@/server/root';

/** What an API error says: a code that the messages translate ("errors.<code>"), and facts for the text. */
export interface ApiError {
  readonly code: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Reads an error of an API call; 'offline' when the server was not reached at all. */
export function apiErrorOf(error: unknown): ApiError {
  if (!(error instanceof TRPCClientError)) return { code: 'internal', detail: {} };
  const { data } = error as TRPCClientError<AppRouter>;
  if (data === undefined || data === null) return { code: 'offline', detail: {} };
  return { code: data.code, detail: data.detail };
}
