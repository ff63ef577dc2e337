import type * as z from 'zod';
import type { Database } from '@/db/client';
import { audit } from '../audit';
import type { Actor } from '../context';
import { conflict } from '../errors';
import type { fileIdInput } from './confirm';
import { loadFile } from './import-file';

const ENDED = new Set(['done', 'cancelled', 'failed']);

/** Gives a file up, at any step. What was taken of it by then stays; nothing more is. Throws conflict when it has ended. */
export async function cancelImport(
  { db, actor }: { readonly db: Database; readonly actor: Actor },
  { fileId }: z.infer<typeof fileIdInput>,
): Promise<void> {
  await db.tx(async (tx) => {
    const { state, runId, shopId, fileName, stored, effects } = await loadFile(tx, actor, fileId, true);
    if (ENDED.has(state)) throw conflict('the file has ended already');
    await tx.query(
      `update import_files set state = 'cancelled', lease = null, lease_until = null, updated_at = now() where id = $1`,
      [fileId],
    );
    await tx.query(
      `update import_runs set is_cancelled = true, finished_at = now(), rows_new = $2, rows_changed = $3 where id = $1`,
      [runId, effects?.new ?? 0, effects?.changed ?? 0],
    );
    await tx.query('delete from import_chunks where file_id = $1', [fileId]);
    await audit(tx, actor, 'imports.cancel', runId ?? fileId, { shopId, fileName, step: state, stored });
  });
}
