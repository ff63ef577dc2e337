import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@/db/client';
import { rulesOf } from '../channels/csv/order-reader';
import { AppError } from '../errors';
import { storeMessages } from '../pipeline/inbox-store';
import type { SealedDb } from '../privacy/sealed-db';
import { noteMark } from '../privacy/sealed-notes';
import { diffOrders, type FileContext } from './diff-rows';
import { addEffects, type EffectCounts, NO_EFFECTS } from './effects';
import { type HeldFile, keepFile } from './lease';
import { openTaken } from './open-taken';
import { addStored, countPending, countUnreadable, NO_SUMS, type StoredSums } from './progress';
import { type FileOrder, inChunks, readOrders } from './read-orders';

export interface TakeContext extends SealedDb<Database> {
  /** Called after every commit that stored something: wakes the pipeline. */
  readonly onStored: () => void;
  /** False while nothing more can be stored: the file waits. */
  readonly hasRoom?: () => boolean;
}

/** Orders of one transaction: few enough that pushes which arrive meanwhile are not held up behind an import. */
const CHUNK_ORDERS = 250;
const VERIFIED_ORDERS = 2_000;
const POLL_MS = 25;
const KEEP_EVERY_MS = 1_000;
/** The pipeline has stopped when none of an import's rows was taken for this long. */
const STANDSTILL_MS = 60_000;

/** Waits until at most `limit` rows of this shop's imports are left for the pipeline. Throws busy when it takes none at all. */
async function waitForPipeline({ db }: TakeContext, held: HeldFile, limit: number): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY;
  let progressAtMs = performance.now();
  let keptAtMs = performance.now();
  for (;;) {
    const pending = await countPending(db, held.file.shopId);
    if (pending <= limit) return;
    if (pending < fewest) progressAtMs = performance.now();
    fewest = Math.min(fewest, pending);
    if (performance.now() - progressAtMs > STANDSTILL_MS) {
      throw new AppError('busy', 'the pipeline takes no messages; what was stored is kept, and the file waits');
    }
    if (performance.now() - keptAtMs > KEEP_EVERY_MS) {
      await keepFile(db, held);
      keptAtMs = performance.now();
    }
    await pause(POLL_MS);
  }
}

const isReadable = ({ facts }: FileOrder): boolean => facts !== null;

/** The orders of a file that can be read, without the first `skipped` of them. */
async function* readableOrders(orders: AsyncIterable<FileOrder>, skipped: number): AsyncGenerator<FileOrder> {
  let place = 0;
  for await (const order of orders) {
    if (!isReadable(order)) continue;
    place += 1;
    if (place > skipped) yield order;
  }
}

interface Taken {
  readonly done: number;
  readonly effects: EffectCounts;
  readonly stored: number;
}

/** Takes one chunk: what it adds goes into the inbox in the transaction that notes how far the file has come. */
async function takeChunk(
  ctx: TakeContext,
  held: HeldFile,
  orders: readonly FileOrder[],
  file: FileContext,
  before: Taken,
): Promise<Taken> {
  if (ctx.hasRoom?.() === false) throw new AppError('busy', 'the disk is almost full');
  const after = await ctx.db.tx(async (tx) => {
    await keepFile(tx, held);
    const diffs = await diffOrders(tx, orders, file);
    const messages = diffs
      .filter(({ effect }) => effect === 'new' || effect === 'changed')
      .map(({ message }) => message());
    const sealed = { db: tx, keyring: ctx.keyring };
    const { ids } = messages.length > 0 ? await storeMessages(sealed, file.shopId, messages) : { ids: [] };
    const taken: Taken = {
      done: before.done + orders.length,
      effects: addEffects(before.effects, diffs),
      stored: before.stored + ids.length,
    };
    await keepFile(
      tx,
      held,
      'progress = $3, effects = $4, stored = $5, first_inbox_id = coalesce(first_inbox_id, $6::bigint)',
      [taken.done, JSON.stringify(taken.effects), taken.stored, ids[0] ?? null],
    );
    return taken;
  });
  if (after.stored > before.stored) ctx.onStored();
  return after;
}

/**
 * Takes the orders of a file, from where it was left, a chunk and a transaction at a time; going on after any interruption
 * adds nothing twice. Orders go into the inbox under permanent keys and through the pipeline that pushes go through.
 * Throws LostLease when somebody cancelled it.
 */
export async function takeOrders(ctx: TakeContext, held: HeldFile): Promise<void> {
  const { report, layout, version } = await openTaken(ctx, held.file);
  const { file } = held;
  const context = { shopId: file.shopId, rules: rulesOf(layout), version, markOf: noteMark(ctx.keyring) };
  let taken: Taken = { done: file.progress, effects: file.effects ?? NO_EFFECTS, stored: file.stored };
  const orders = readableOrders(readOrders(report, layout, file.createdAt), taken.done);
  for await (const chunk of inChunks(orders, CHUNK_ORDERS)) {
    await waitForPipeline(ctx, held, CHUNK_ORDERS);
    taken = await takeChunk(ctx, held, chunk, context, taken);
  }
  await keepFile(ctx.db, held, `state = 'verifying', progress = 0`);
}

/** Ends the run: the figures it is remembered by. The file's bytes are not kept. */
async function finish(ctx: TakeContext, held: HeldFile, inDatabase: StoredSums): Promise<void> {
  const { effects, firstInboxId, runId, fileId, shopId, summary } = held.file;
  const { new: added, changed, same, older } = effects ?? NO_EFFECTS;
  const unreadable = firstInboxId === null ? 0 : await countUnreadable(ctx.db, shopId, firstInboxId);
  await ctx.db.tx(async (tx) => {
    await keepFile(tx, held, `state = 'done', in_database = $3`, [JSON.stringify(inDatabase)]);
    await tx.query(
      `update import_runs set rows_new = $2, rows_changed = $3, rows_same = $4, rows_older = $5, rows_unreadable = $6,
         rows_refused = $7, finished_at = now() where id = $1`,
      [runId, added, changed, same, older, unreadable, summary?.refused ?? 0],
    );
    await tx.query('delete from import_chunks where file_id = $1', [fileId]);
  });
}

/** Waits for the pipeline and compares the file with what is stored of its orders, sum by sum. */
export async function verifyFile(ctx: TakeContext, held: HeldFile): Promise<void> {
  await waitForPipeline(ctx, held, 0);
  const { report, layout } = await openTaken(ctx, held.file);
  const { shopId, createdAt } = held.file;
  let [sums, done] = [NO_SUMS, 0];
  const orders = readableOrders(readOrders(report, layout, createdAt), 0);
  for await (const chunk of inChunks(orders, VERIFIED_ORDERS)) {
    const numbers = chunk.map(({ facts }) => facts?.orderNo ?? '');
    sums = await addStored(ctx.db, shopId, numbers, sums);
    done += chunk.length;
    await keepFile(ctx.db, held, 'progress = $3', [done]);
  }
  await finish(ctx, held, sums);
}
