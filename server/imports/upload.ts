import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Database } from '@/db/client';
import { RefusedFile } from '../channels/csv/columns';
import type { UserActor } from '../context';
import { AppError, ERROR_CODES, invalid } from '../errors';
import { sendJson } from '../http/answer';
import { discardRest, readBody } from '../http/read-body';
import type { SignedInRoute } from '../http/routes';
import type { Inbox } from '../pipeline/inbox';
import type { ImportFile } from './import-file';
import { previewImport } from './preview';
import { runImport } from './run';

export const UPLOAD_MAX_BYTES = 20 * 1024 * 1024;
const UPLOAD_LIMIT_MS = 100_000;
/** Files are held in memory while they are imported. */
const UPLOADS_AT_ONCE = 2;

const query = z.strictObject({
  shop: z.string().min(1).max(64),
  file: z
    .string()
    .min(1)
    .max(200)
    .transform((name) => name.normalize('NFKC').replace(/[^\p{L}\p{N} ._()-]/gu, '_')),
  dryRun: z.enum(['0', '1']).default('0'),
  exportedAt: z.iso.datetime({ offset: true }).transform(Date.parse).optional(),
});

function readQuery(url: string) {
  const given = new URL(url, 'http://localhost').searchParams;
  const parsed = query.safeParse(Object.fromEntries(given));
  if (parsed.success && new Set(given.keys()).size === given.size) return parsed.data;
  throw invalid('the address must name shop and file', { field: String(parsed.error?.issues[0]?.path[0] ?? '') });
}

/** A plain HTML form cannot send this type, so another site's page cannot upload either. */
function assertCsv(req: IncomingMessage): void {
  const [type] = (req.headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'text/csv') throw invalid('only text/csv is accepted');
}

/** What a refused file is told: every problem with line, column, shortened value and reason; nothing was imported. */
const refusal = (error: RefusedFile) => ({
  error: { code: 'invalid', message: `the file was refused: ${error.message}`, detail: { total: error.total } },
  total: error.total,
  problems: error.problems,
});

/**
 * POST /api/imports?shop=ID&file=NAME[&dryRun=1][&exportedAt=TIME] with the file as text/csv, up to 20 MB. Answers with an
 * ImportPreview (dryRun) or an ImportResult; a file that cannot be imported is 400 with the list of its problems.
 */
export function importRoutes(parts: { readonly db: Database; readonly inbox: Pick<Inbox, 'store'> }): SignedInRoute[] {
  let underway = 0;
  async function upload(req: IncomingMessage, actor: UserActor) {
    assertCsv(req);
    const { shop, file, dryRun, exportedAt } = readQuery(req.url ?? '');
    if (underway >= UPLOADS_AT_ONCE)
      throw new AppError('busy', 'other files are being imported; try again in a minute');
    underway += 1;
    try {
      const bytes = await readBody(req, UPLOAD_MAX_BYTES, UPLOAD_LIMIT_MS);
      const importFile: ImportFile = { shopId: shop, fileName: file, bytes, exportedAt: exportedAt ?? null };
      const ctx = { ...parts, actor };
      return dryRun === '1' ? await previewImport(ctx, importFile) : await runImport(ctx, importFile);
    } finally {
      underway -= 1;
    }
  }
  async function handle(req: IncomingMessage, res: ServerResponse, _params: unknown, actor: UserActor): Promise<void> {
    try {
      await sendJson(req, res, 200, await upload(req, actor));
    } catch (error) {
      if (error instanceof RefusedFile) return sendJson(req, res, ERROR_CODES.invalid.http, refusal(error));
      if (!req.complete) discardRest(req);
      throw error;
    }
  }
  return [{ kind: 'signed-in', method: 'POST', path: '/api/imports', action: 'imports.create', handle }];
}
