import type { IncomingMessage } from 'node:http';
import { AppError, invalid } from '@/server/errors';

const DISCARD_MAX_BYTES = 32 * 1024 * 1024;
/** Whoever sends a byte now and then must not keep others out. */
const LIMIT_MS = 10_000;

const tooLarge = (maxBytes: number) => new AppError('too-large', `the body may have ${maxBytes} bytes`, { maxBytes });

/**
 * Lets the rest of a refused body run off, so that the sender gets to read the answer; whoever keeps sending is cut off.
 * Call once the answer has been decided.
 */
export function discardRest(req: IncomingMessage): void {
  let seen = 0;
  req.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen > DISCARD_MAX_BYTES) req.destroy();
  });
  // The answer is given already; a sender who hangs up now loses nothing.
  req.on('error', () => {});
  req.resume();
}

/**
 * The raw bytes of a request, unchanged. Compressed bodies and bodies above `maxBytes` are refused as `too-large`, before
 * anything is read where the headers say so; a sender who hangs up half-way or takes longer than `limitMs` is `invalid`. Memory never exceeds the limit.
 */
export async function readBody(req: IncomingMessage, maxBytes: number, limitMs = LIMIT_MS): Promise<Buffer> {
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw tooLarge(maxBytes);
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      req.off('data', take);
      req.off('end', end);
      req.off('close', hangUp);
      req.off('error', fail);
      finish();
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) settle(() => reject(tooLarge(maxBytes)));
      else chunks.push(chunk);
    };
    const end = () => settle(() => resolve(Buffer.concat(chunks, size)));
    const hangUp = () => settle(() => reject(invalid('the sender hung up before the end of the body')));
    const fail = (error: Error) => settle(() => reject(invalid(`the body could not be read: ${error.message}`)));
    const timer = setTimeout(() => settle(() => reject(invalid('the body took too long'))), limitMs);
    req.on('data', take);
    req.on('end', end);
    req.on('close', hangUp);
    req.on('error', fail);
  });
}
