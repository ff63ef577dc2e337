import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type AppError, ERROR_CODES } from '../errors';

const compress = promisify(gzip);
const COMPRESS_ABOVE_BYTES = 1024;

/** Headers of every answer, pages included. */
export function setSecurityHeaders(res: ServerResponse, isHttps: boolean): void {
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('referrer-policy', 'same-origin');
  res.setHeader('x-frame-options', 'DENY');
  res.setHeader('cross-origin-opener-policy', 'same-origin');
  res.setHeader('cross-origin-resource-policy', 'same-origin');
  res.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  if (isHttps) res.setHeader('strict-transport-security', 'max-age=31536000');
}

const takesGzip = (req: IncomingMessage) => /\bgzip\b/.test(String(req.headers['accept-encoding'] ?? ''));

/** Sends a whole body, compressed where that gains and the caller understands it; never stored by anyone. */
export async function sendBody(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body: Buffer,
): Promise<void> {
  const isCompressed = body.length > COMPRESS_ABOVE_BYTES && takesGzip(req);
  const bytes = isCompressed ? await compress(body, { level: 4 }) : body;
  if (res.destroyed) return;
  res.writeHead(status, {
    'cache-control': 'no-store',
    vary: 'accept-encoding',
    ...headers,
    'content-length': bytes.length,
    ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
  });
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

export const sendJson = (req: IncomingMessage, res: ServerResponse, status: number, value: unknown): Promise<void> =>
  sendBody(
    req,
    res,
    status,
    { 'content-type': 'application/json; charset=utf-8' },
    Buffer.from(`${JSON.stringify(value)}\n`),
  );

/** Sends what an error says to the caller; a null error is ours and tells nothing. */
export const sendError = (req: IncomingMessage, res: ServerResponse, error: AppError | null): Promise<void> =>
  error
    ? sendJson(req, res, ERROR_CODES[error.code].http, {
        error: { code: error.code, message: error.message, detail: error.detail },
      })
    : sendJson(req, res, 500, { error: { code: 'internal', message: 'internal error', detail: {} } });
