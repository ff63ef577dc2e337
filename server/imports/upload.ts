import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { UserActor } from '../context';
import { AppError, invalid } from '../errors';
import { sendJson } from '../http/answer';
import { discardRest } from '../http/read-body';
import { readBodyStream } from '../http/read-body-stream';
import type { SignedInRoute } from '../http/routes';
import { type ReceiveContext, receiveFile } from './receive';

const UPLOAD_MAX_BYTES = 512 * 1024 * 1024;
const TYPES = new Set(['text/csv', 'application/octet-stream']);
/** Each holds a connection and some memory for as long as its file takes. */
const UPLOADS_AT_ONCE = 4;

const query = z.strictObject({
  shop: z.string().min(1).max(64),
  file: z
    .string()
    .min(1)
    .max(200)
    .transform((name) => name.normalize('NFKC').replace(/[^\p{L}\p{N} ._()-]/gu, '_')),
  exportedAt: z.iso.datetime({ offset: true }).transform(Date.parse).optional(),
});

function readQuery(url: string) {
  const given = new URL(url, 'http://localhost').searchParams;
  const parsed = query.safeParse(Object.fromEntries(given));
  if (parsed.success && new Set(given.keys()).size === given.size) return parsed.data;
  throw invalid('the address must name shop and file', { field: String(parsed.error?.issues[0]?.path[0] ?? '') });
}

/** A plain HTML form cannot send these types, so another site's page cannot upload either. */
function assertFile(req: IncomingMessage): void {
  const [type] = (req.headers['content-type'] ?? '').split(';');
  if (!TYPES.has(type?.trim().toLowerCase() ?? ''))
    throw invalid('send the file as text/csv or application/octet-stream');
}

export interface ImportParts extends Omit<ReceiveContext, 'actor'> {
  /** Wakes this node's work on imports. */
  readonly wakeImports: () => void;
  /** False: no file is taken in for now. */
  readonly hasRoom?: () => boolean;
}

/**
 * POST /api/imports?shop=ID&file=NAME[&exportedAt=TIME] with the file as its body, CSV or .xlsx, up to 512 MB, stored piece by
 * piece as it comes. Answers {fileId}; the file is then checked in the background and waits for a decision.
 */
export function importRoutes(parts: ImportParts): SignedInRoute[] {
  let underway = 0;
  async function upload(req: IncomingMessage, actor: UserActor): Promise<{ fileId: string }> {
    assertFile(req);
    const { shop, file, exportedAt } = readQuery(req.url ?? '');
    if (underway >= UPLOADS_AT_ONCE || parts.hasRoom?.() === false)
      throw new AppError('busy', 'other files are coming in, or the disk is almost full; try again in a minute');
    underway += 1;
    try {
      const stream = readBodyStream(req, UPLOAD_MAX_BYTES);
      const fileId = await receiveFile(
        { ...parts, actor },
        { shopId: shop, fileName: file, exportedAt: exportedAt ?? null },
        stream,
      );
      parts.wakeImports();
      return { fileId };
    } finally {
      underway -= 1;
    }
  }
  async function handle(req: IncomingMessage, res: ServerResponse, _params: unknown, actor: UserActor): Promise<void> {
    try {
      await sendJson(req, res, 200, await upload(req, actor));
    } catch (error) {
      if (!req.complete) discardRest(req);
      throw error;
    }
  }
  return [{ kind: 'signed-in', method: 'POST', path: '/api/imports', action: 'imports.create', handle }];
}
