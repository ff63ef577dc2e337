import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { audit } from '../audit';
import { RefusedFile } from '../channels/csv/columns';
import { type Actor, actorId } from '../context';
import { AppError } from '../errors';
import type { Inbox } from '../pipeline/inbox';
import { checkFile, type FileSummary } from './check-file';
import { diffFile } from './diff-rows';
import { type FileVersion, versionOfFile } from './file-version';
import { type ImportFile, loadShop } from './import-file';
import { type EffectCounts, noEffects } from './preview';
import { countPending, countUnreadable, type StoredSums, sumOrders } from './progress';

export interface ImportContext {
  readonly db: Database;
  readonly actor: Actor;
  readonly inbox: Pick<Inbox, 'store'>;
}

/** What an import did. Sums in fen. */
export interface ImportResult extends FileSummary {
  readonly runId: string;
  readonly effects: EffectCounts;
  /** Rows that went into the inbox now; the rest said nothing new, or waited there already. */
  readonly stored: number;
  /** Stored rows that the pipeline set aside; they are shown with the other quarantined messages. */
  readonly unreadable: number;
  /** The file's orders as they now stand in the database, for comparison with the file's own sums. */
  readonly inDatabase: StoredSums;
  readonly isEqual: boolean;
}

/** Few enough that pushes which arrive meanwhile are not held up behind an import. */
const CHUNK_ROWS = 150;
const POLL_MS = 25;
/** The pipeline has stopped when none of an import's rows was taken for this long. */
const STANDSTILL_MS = 60_000;

/** Begins a run: its version and its row, under a lock that keeps two imports of one shop from sharing a revision. */
async function beginRun(tx: Sql, actor: Actor, file: ImportFile, summary: FileSummary) {
  await tx.query("select pg_advisory_xact_lock(hashtext('tidewatch.import'), hashtext($1))", [file.shopId]);
  const version = await versionOfFile(tx, file, summary.newestAt);
  const [run] = await tx.query<{ id: string }>(
    `insert into import_runs (shop_id, file_name, file_sha, as_of, revision, rows_total, amount_fen, paid_fen, refund_fen,
       actor) values ($1, $2, $3, at_ms($4), $5, $6, $7, $8, $9, $10) returning id`,
    [
      ...[file.shopId, file.fileName, version.sha, version.asOf, version.revision, summary.rows],
      ...[summary.amountFen, summary.paidFen, summary.refundFen, actorId(actor)],
    ],
  );
  if (!run) throw new Error('the import could not be noted');
  await audit(tx, actor, 'imports.create', run.id, {
    shopId: file.shopId,
    fileName: file.fileName,
    sha256: version.sha.toString('hex'),
    rows: summary.rows,
  });
  return { runId: run.id, version };
}

/** Waits until at most `limit` rows of this import are left for the pipeline. Throws busy when it takes none at all. */
async function waitForPipeline(db: Database, shopId: string, limit: number): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY;
  let progressAtMs = performance.now();
  for (;;) {
    const pending = await countPending(db, shopId);
    if (pending <= limit) return;
    if (pending < fewest) progressAtMs = performance.now();
    fewest = Math.min(fewest, pending);
    if (performance.now() - progressAtMs > STANDSTILL_MS) {
      throw new AppError(
        'busy',
        'the pipeline takes no messages; the rows stored so far are kept and will be processed',
      );
    }
    await pause(POLL_MS);
  }
}

async function storeRows({ db, inbox }: ImportContext, file: ImportFile, version: FileVersion, now: Instant) {
  const effects = noEffects();
  const ids: string[] = [];
  const orderNos: string[] = [];
  for await (const diffs of diffFile(db, file, version, now, CHUNK_ROWS)) {
    for (const diff of diffs) effects[diff.effect] += 1;
    orderNos.push(...diffs.map((diff) => diff.orderNo));
    const messages = diffs.filter(({ effect }) => effect === 'new' || effect === 'changed').map((diff) => diff.message);
    if (messages.length === 0) continue;
    await waitForPipeline(db, file.shopId, CHUNK_ROWS);
    ids.push(...(await inbox.store(file.shopId, messages)).ids);
  }
  return { effects, ids, orderNos };
}

const isEqualTo = (sums: StoredSums, file: FileSummary): boolean =>
  sums.orders === file.rows &&
  sums.amountFen === file.amountFen &&
  sums.paidFen === file.paidFen &&
  sums.refundFen === file.refundFen;

/**
 * Imports a file: all of it or nothing. Rows go into the inbox under permanent keys and through the pipeline that pushes
 * go through; resolves when the pipeline has taken the last. Importing a file again adds nothing; a run that was cut off
 * is completed by running it again. Throws notFound, RefusedFile (nothing stored), and busy when no pipeline runs.
 */
export async function runImport(ctx: ImportContext, file: ImportFile): Promise<ImportResult> {
  const { db, actor } = ctx;
  await loadShop(db, actor, file.shopId);
  const now = await db.now();
  const summary = await checkFile(file.bytes, now);
  if (summary.refused > 0) throw new RefusedFile(summary.problems, summary.refused);
  const { runId, version } = await db.tx((tx) => beginRun(tx, actor, file, summary));
  const { effects, ids, orderNos } = await storeRows(ctx, file, version, now);
  await waitForPipeline(db, file.shopId, 0);
  const unreadable = await countUnreadable(db, ids);
  await db.query(
    `update import_runs set rows_new = $2, rows_changed = $3, rows_same = $4, rows_older = $5, rows_unreadable = $6,
       finished_at = now() where id = $1`,
    [runId, effects.new, effects.changed, effects.same, effects.older, unreadable],
  );
  const inDatabase = await sumOrders(db, file.shopId, orderNos);
  const isEqual = isEqualTo(inDatabase, summary);
  return { ...summary, runId, effects, stored: ids.length, unreadable, inDatabase, isEqual };
}
