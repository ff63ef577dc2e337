import type { Database } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { audit } from '../audit';
import { type Actor, actorId } from '../context';
import type { SealedDb } from '../privacy/sealed-db';
import { loadShop } from './import-file';
import { storeFile } from './stored-source';

export interface ReceiveContext extends SealedDb<Database> {
  readonly actor: Actor;
}

export interface NewFile {
  readonly shopId: string;
  readonly fileName: string;
  /** When the file was exported, where the person knows. */
  readonly exportedAt: Instant | null;
}

/**
 * Takes a file in piece by piece, without holding it, to be checked in the background. Nothing is imported by this. A file
 * that does not come to its end leaves nothing. Throws notFound for an unknown shop.
 */
export async function receiveFile(ctx: ReceiveContext, file: NewFile, stream: AsyncIterable<Buffer>): Promise<string> {
  const { db, actor } = ctx;
  await loadShop(db, actor, file.shopId);
  const [begun] = await db.query<{ id: string }>(
    'insert into import_files (shop_id, file_name, exported_at, actor) values ($1, $2, at_ms($3), $4) returning id',
    [file.shopId, file.fileName, file.exportedAt, actorId(actor)],
  );
  if (!begun) throw new Error('the file could not be noted');
  try {
    const { size, sha } = await storeFile(ctx, begun.id, stream);
    await db.tx(async (tx) => {
      await tx.query(
        `update import_files set state = 'checking', size = $2, file_sha = $3, updated_at = now() where id = $1`,
        [begun.id, size, sha],
      );
      const { shopId, fileName } = file;
      await audit(tx, actor, 'imports.upload', begun.id, {
        shopId,
        fileName,
        bytes: size,
        sha256: sha.toString('hex'),
      });
    });
  } catch (error) {
    await db.query('delete from import_files where id = $1', [begun.id]);
    throw error;
  }
  return begun.id;
}
