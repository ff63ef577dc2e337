import * as z from 'zod';
import type { Database, Sql } from '@/db/client';
import { errorCode } from '@/db/sql-errors';
import { audit } from '../audit';
import { type Actor, actorId } from '../context';
import { conflict, invalid } from '../errors';
import { versionOfFile } from './file-version';
import { type ImportFile, loadFile, TAKES } from './import-file';

export const fileIdInput = z.strictObject({ fileId: z.string().regex(/^\d{1,18}$/) });
export const confirmImportInput = fileIdInput.extend({ take: z.enum(TAKES) });

const UNIQUE_VIOLATION = '23505';

type Summary = NonNullable<ImportFile['summary']>;

/** Begins a run: its version and its row, under a lock that keeps two imports of one shop from sharing a revision. */
async function beginRun(tx: Sql, actor: Actor, file: ImportFile, summary: Summary): Promise<string> {
  await tx.query("select pg_advisory_xact_lock(hashtext('tidewatch.import'), hashtext($1))", [file.shopId]);
  const version = await versionOfFile(tx, file, summary.newestAt);
  const [run] = await tx.query<{ id: string }>(
    `insert into import_runs (shop_id, file_name, file_sha, as_of, revision, rows_total, amount_fen, paid_fen, refund_fen,
       actor) values ($1, $2, $3, at_ms($4), $5, $6, $7, $8, $9, $10) returning id`,
    [
      ...[file.shopId, file.fileName, file.sha, version.asOf, version.revision, summary.rows],
      ...[summary.amountFen, summary.paidFen, summary.refundFen, actorId(actor)],
    ],
  );
  if (!run) throw new Error('the import could not be noted');
  return run.id;
}

/**
 * Decides that a checked file is to be taken: whole (refused where a row is wrong), or what is good of it. One file of a shop
 * at a time. Throws conflict when it is not waiting for a decision, or another file of the shop is being taken.
 */
export async function confirmImport(
  { db, actor }: { readonly db: Database; readonly actor: Actor },
  { fileId, take }: z.infer<typeof confirmImportInput>,
): Promise<void> {
  try {
    await db.tx(async (tx) => {
      const file = await loadFile(tx, actor, fileId, true);
      const { summary, shopId, fileName, sha } = file;
      if (file.state !== 'checked' || summary === null) throw conflict('the file does not wait for a decision');
      if (take === 'whole' && summary.refused > 0) {
        throw invalid('rows of the file are wrong, so it cannot be taken whole', { refused: summary.refused });
      }
      if (summary.orders === 0) throw invalid('no order of the file can be read');
      const runId = await beginRun(tx, actor, file, summary);
      await tx.query(
        `update import_files set state = 'importing', take = $2, run_id = $3, progress = 0, attempts = 0, lease = null,
           lease_until = null, updated_at = now() where id = $1`,
        [fileId, take, runId],
      );
      const sha256 = sha.toString('hex');
      await audit(tx, actor, 'imports.create', runId, {
        ...{ shopId, fileName, sha256, rows: summary.rows },
        ...(take === 'good' && { refused: summary.refused }),
      });
    });
  } catch (error) {
    if (errorCode(error) === UNIQUE_VIOLATION) throw conflict('another file of this shop is being imported');
    throw error;
  }
}
