import type { IncomingMessage } from 'node:http';
import { AppError, invalid } from '@/server/errors';

/** A sender who sends nothing for this long is given up. */
const SILENCE_MS = 30_000;

const tooLarge = (maxBytes: number) => new AppError('too-large', `the body may have ${maxBytes} bytes`, { maxBytes });

/**
 * The raw bytes of a request piece by piece, no faster than they are taken. Compressed bodies and bodies above `maxBytes`
 * are refused as `too-large`, before anything is read where the headers say so; a sender who hangs up or falls silent is `invalid`.
 */
export async function* readBodyStream(req: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw tooLarge(maxBytes);
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const fallSilent = () => req.destroy(new Error('the sender fell silent'));
  req.setTimeout(SILENCE_MS, fallSilent);
  let size = 0;
  try {
    // The request outlives the loop: a refusal is still to be answered on it.
    for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw invalid('the sender hung up before the end of the body');
  } finally {
    req.setTimeout(0);
    req.off('timeout', fallSilent);
  }
}
