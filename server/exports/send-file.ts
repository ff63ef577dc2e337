import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type FileFormat = keyof typeof CONTENT_TYPES;

const ascii = (name: string): string => name.replaceAll(/[^\w.-]/gu, '_');

/**
 * Sends a file as a download, no faster than it is taken. A reader who leaves ends the reading of `chunks`; an error half-way
 * cuts the answer off, so that nobody takes half a file for a whole one. Whether it was sent to its end.
 */
export async function sendFile(
  res: ServerResponse,
  name: string,
  format: FileFormat,
  chunks: AsyncIterable<Buffer>,
): Promise<boolean> {
  res.writeHead(200, {
    'content-type': CONTENT_TYPES[format],
    'content-disposition': `attachment; filename="${ascii(name)}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'no-store',
  });
  try {
    await pipeline(Readable.from(chunks), res);
    return true;
  } catch (error) {
    if (res.destroyed && (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return false;
    throw error;
  }
}
