import type { TransferReport } from '@/server/transfer/report';
import type { FileProblem } from '@/server/transfer/settings-file';

/** What came back: a report, or why the file was not read: an error code and what is wrong, where. */
export type SendAnswer =
  | { readonly report: TransferReport }
  | { readonly code: string; readonly problems: readonly FileProblem[] };

function readRefusal(body: unknown): SendAnswer {
  const { error, problems = [] } = body as { error?: { code?: string }; problems?: readonly FileProblem[] };
  return { code: error?.code ?? 'internal', problems };
}

const isReport = (body: unknown): body is TransferReport =>
  typeof body === 'object' && body !== null && 'rows' in body && 'isApplied' in body;

/** Sends a file of settings; with `isDryRun` nothing is written. Never throws: what went wrong is in the answer. */
export async function sendFile(file: File, isDryRun: boolean): Promise<SendAnswer> {
  try {
    const answer = await fetch(`/api/settings?dryRun=${isDryRun ? '1' : '0'}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: file,
    });
    const body: unknown = await answer.json();
    return isReport(body) ? { report: body } : readRefusal(body);
  } catch (error) {
    // An answer that is not JSON comes from a proxy in between; everything else means that nobody was reached.
    return { code: error instanceof SyntaxError ? 'internal' : 'offline', problems: [] };
  }
}
