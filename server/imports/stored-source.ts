import { createHash } from 'node:crypto';
import type { Database, Sql } from '@/db/client';
import type { FileSource } from '../channels/csv/file-source';
import { PURPOSE } from '../privacy/sealed-columns';
import type { SealedDb } from '../privacy/sealed-db';

/** Every piece of a stored file but the last has this size, so that a place in the file is a piece and a place in it. */
const CHUNK_BYTES = 256 * 1024;

/** A stored file, opened piece by piece. Throws when a piece is not there any more. */
export const storedSource = ({ db, keyring }: SealedDb<Sql>, fileId: string, size: number): FileSource => ({
  size,
  async *read(start = 0, end = size) {
    for (let seq = Math.floor(start / CHUNK_BYTES); seq * CHUNK_BYTES < Math.min(end, size); seq += 1) {
      const [chunk] = await db.query<{ sealed: Buffer }>(
        'select sealed from import_chunks where file_id = $1 and seq = $2',
        [fileId, seq],
      );
      if (!chunk) throw new Error(`piece ${seq} of file ${fileId} is not there`);
      const bytes = keyring.open(chunk.sealed, PURPOSE.importChunk);
      const at = seq * CHUNK_BYTES;
      yield bytes.subarray(Math.max(0, start - at), Math.min(bytes.length, end - at));
    }
  },
});

async function* equalPieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const bytes of stream) {
    held.push(bytes);
    size += bytes.length;
    if (size < CHUNK_BYTES) continue;
    let whole = Buffer.concat(held, size);
    for (; whole.length >= CHUNK_BYTES; whole = whole.subarray(CHUNK_BYTES)) yield whole.subarray(0, CHUNK_BYTES);
    held = [whole];
    size = whole.length;
  }
  if (size > 0) yield Buffer.concat(held, size);
}

/** Stores a file piece by piece as it comes, sealed; returns its size and hash. */
export async function storeFile(
  { db, keyring }: SealedDb<Database>,
  fileId: string,
  stream: AsyncIterable<Buffer>,
): Promise<{ readonly size: number; readonly sha: Buffer }> {
  const hash = createHash('sha256');
  let [seq, size] = [0, 0];
  for await (const piece of equalPieces(stream)) {
    hash.update(piece);
    size += piece.length;
    await db.query('insert into import_chunks (file_id, seq, sealed) values ($1, $2, $3)', [
      ...[fileId, seq],
      keyring.seal(piece, PURPOSE.importChunk),
    ]);
    seq += 1;
  }
  return { size, sha: hash.digest() };
}
