import type { Problem } from '@/server/channels/csv/columns';

/** Why a file was not taken: an error code of the API, and for a refused file what is wrong with it, where. */
export interface UploadError {
  readonly code: string;
  readonly problems: readonly Problem[];
  readonly total: number;
}

export type UploadAnswer<Result> =
  | { readonly isDone: true; readonly result: Result }
  | { readonly isDone: false; readonly error: UploadError };

const failed = (code: string): { isDone: false; error: UploadError } => ({
  isDone: false,
  error: { code, problems: [], total: 0 },
});

function readRefusal(body: unknown): UploadError {
  const {
    error,
    problems = [],
    total = 0,
  } = body as {
    error?: { code?: string };
    problems?: readonly Problem[];
    total?: number;
  };
  return { code: error?.code ?? 'internal', problems, total };
}

/** Sends a file to the import door; with `isDryRun` nothing is written. Never throws: what went wrong is in the answer. */
export async function uploadFile<Result>(file: File, shopId: string, isDryRun: boolean): Promise<UploadAnswer<Result>> {
  const query = new URLSearchParams({ shop: shopId, file: file.name.slice(0, 200), dryRun: isDryRun ? '1' : '0' });
  try {
    const answer = await fetch(`/api/imports?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: file,
    });
    const body: unknown = await answer.json();
    if (answer.ok) return { isDone: true, result: body as Result };
    return { isDone: false, error: readRefusal(body) };
  } catch (error) {
    // An answer that is not JSON comes from a proxy in between; everything else means that nobody was reached.
    return failed(error instanceof SyntaxError ? 'internal' : 'offline');
  }
}
