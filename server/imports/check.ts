import type { Database } from '@/db/client';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { type Problem, REQUIRED_COLUMNS, refuseFile } from '../channels/csv/columns';
import type { FileSource } from '../channels/csv/file-source';
import type { KnownLayout, Layout } from '../channels/csv/layout';
import { rulesOf } from '../channels/csv/order-reader';
import { openReport } from '../channels/csv/read-report';
import type { SealedDb } from '../privacy/sealed-db';
import { noteMark } from '../privacy/sealed-notes';
import { countKnown, diffOrders, type RowDiff } from './diff-rows';
import { addEffects, type EffectCounts, NO_EFFECTS } from './effects';
import { versionOfFile } from './file-version';
import { type HeldFile, keepFile } from './lease';
import { forgetProblems, LISTED_AT_MOST, noteProblems } from './problems';
import { type FileOrder, inChunks, type OpenReport, readOrders } from './read-orders';
import { storedSource } from './stored-source';

/** An order as it is and as it would be. */
export type ChangedOrder = Pick<RowDiff, 'orderNo'> & ReturnType<RowDiff['looks']>;

/** What a file holds, and what taking it would do. Sums in fen over the orders that can be read. */
export interface CheckSummary {
  readonly rows: number;
  /** Orders that can be read. */
  readonly orders: number;
  /** Rows of the orders that cannot. */
  readonly refused: number;
  readonly problems: number;
  readonly amountFen: number;
  readonly paidFen: number;
  readonly refundFen: number;
  /** Creation time of the oldest and newest order; null when none can be read. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** The newest time that any order names, in whole seconds: the file cannot be older. */
  readonly newestAt: Instant;
  readonly effects: EffectCounts;
  /** The first changed orders. */
  readonly changes: readonly ChangedOrder[];
}

const CHUNK_ORDERS = 500;
const SHOWN_CHANGES = 20;

const EMPTY: CheckSummary = {
  ...{ rows: 0, orders: 0, refused: 0, problems: 0, amountFen: 0, paidFen: 0, refundFen: 0, newestAt: 0 },
  ...{ from: null, to: null, effects: NO_EFFECTS, changes: [] },
};

function addOrder(sums: CheckSummary, { rows, facts, problems }: FileOrder): CheckSummary {
  const counted = { ...sums, rows: sums.rows + rows.length, problems: sums.problems + problems.length };
  if (facts === null) return { ...counted, refused: sums.refused + rows.length };
  const { createdAt, paidAt = 0, shippedAt = 0, signedAt = 0, doneAt = 0 } = facts;
  return {
    ...counted,
    orders: sums.orders + 1,
    amountFen: sums.amountFen + facts.amountFen,
    paidFen: sums.paidFen + (facts.paidFen ?? 0),
    refundFen: sums.refundFen + (facts.refundFen ?? 0),
    newestAt: Math.max(sums.newestAt, createdAt, paidAt, shippedAt, signedAt, doneAt),
    from: Math.min(sums.from ?? createdAt, createdAt),
    to: Math.max(sums.to ?? createdAt, createdAt),
  };
}

function addDiffs(sums: CheckSummary, diffs: readonly RowDiff[]): CheckSummary {
  const changed = diffs.filter(({ effect }) => effect === 'changed').slice(0, SHOWN_CHANGES - sums.changes.length);
  return {
    ...sums,
    effects: addEffects(sums.effects, diffs),
    changes: [...sums.changes, ...changed.map(({ orderNo, looks }) => ({ orderNo, ...looks() }))],
  };
}

/** A source that tells how far it has been read. */
const counting = (source: FileSource, note: (bytes: number) => void): FileSource => ({
  size: source.size,
  async *read(start = 0, end = source.size) {
    let at = start;
    for await (const bytes of source.read(start, end)) {
      at += bytes.length;
      note(at);
      yield bytes;
    }
  },
});

const loadMapping = async (db: Database, shopId: string, fingerprint: string): Promise<Layout | null> =>
  (
    await db.query<{ layout: Layout }>('select layout from import_mappings where shop_id = $1 and fingerprint = $2', [
      shopId,
      fingerprint,
    ])
  )[0]?.layout ?? null;

/** A held file, to be read by the mapping that its shop has for its header, or as one of the known exports. */
function openHeld(ctx: SealedDb<Database>, { file }: HeldFile, note: (bytes: number) => void) {
  const source = counting(storedSource(ctx, file.fileId, file.size), note);
  return openReport(source, (fingerprint) => loadMapping(ctx.db, file.shopId, fingerprint));
}

interface Reading {
  readonly held: HeldFile;
  readonly report: OpenReport;
  readonly layout: KnownLayout;
  /** How far into the file the present reading has come. */
  readonly bytesRead: () => number;
}

/** Judges every order: what the file holds, what is wrong with it, and how many of its orders are known. */
async function judgeAll(ctx: SealedDb<Database>, { held, report, layout, bytesRead }: Reading) {
  const { fileId, shopId, createdAt } = held.file;
  let [sums, known] = [EMPTY, 0];
  for await (const orders of inChunks(readOrders(report, layout, createdAt), CHUNK_ORDERS)) {
    sums = orders.reduce(addOrder, sums);
    known += await countKnown(ctx.db, orders, shopId);
    await noteProblems(ctx, fileId, problemsWithin(orders, sums.problems));
    await keepFile(ctx.db, held, 'progress = $3', [Math.floor(bytesRead() / 2)]);
  }
  return { sums: { ...sums, newestAt: Math.floor(sums.newestAt / SECOND_MS) * SECOND_MS }, known };
}

/**
 * Compares every order with what is stored. A second reading: what a file says counts as of the newest time it names,
 * which may stand anywhere in it.
 */
async function compareAll(ctx: SealedDb<Database>, reading: Reading, judged: CheckSummary): Promise<CheckSummary> {
  const { held, report, layout, bytesRead } = reading;
  const { file } = held;
  const version = await versionOfFile(ctx.db, file, judged.newestAt);
  const context = { shopId: file.shopId, rules: rulesOf(layout), version, markOf: noteMark(ctx.keyring) };
  let sums = judged;
  for await (const orders of inChunks(readOrders(report, layout, file.createdAt), CHUNK_ORDERS)) {
    sums = addDiffs(sums, await diffOrders(ctx.db, orders, context));
    await keepFile(ctx.db, held, 'progress = $3', [Math.floor((file.size + bytesRead()) / 2)]);
  }
  return sums;
}

async function readThrough(ctx: SealedDb<Database>, reading: Reading): Promise<CheckSummary> {
  const { sums, known } = await judgeAll(ctx, reading);
  // Of a file with none but new orders nothing is to be compared.
  return known > 0 ? compareAll(ctx, reading, sums) : { ...sums, effects: { ...NO_EFFECTS, new: sums.orders } };
}

/** The problems of these orders that still have a place in the list; `total` counts theirs as well. */
function problemsWithin(orders: readonly FileOrder[], total: number): Problem[] {
  const problems = orders.flatMap((order) => order.problems);
  return problems.slice(0, Math.max(0, LISTED_AT_MOST - (total - problems.length)));
}

/** A table in which not even the columns that every order needs could stand is not one that a person can explain. */
function assertMappable(headings: readonly string[]): void {
  const named = new Set(headings.filter((heading) => heading !== ''));
  if (named.size < REQUIRED_COLUMNS.length) throw refuseFile('this is no table of orders');
}

/**
 * Reads a file from end to end: what it holds, everything that is wrong with it, and what taking it would do. Writes
 * nothing of it. Throws RefusedFile when it cannot be read at all.
 */
export async function checkFile(ctx: SealedDb<Database>, held: HeldFile): Promise<void> {
  let bytesRead = 0;
  await forgetProblems(ctx.db, held.file.fileId);
  const report = await openHeld(ctx, held, (bytes) => {
    bytesRead = bytes;
  });
  const { headings, fingerprint, layout } = report;
  const known = [fingerprint, JSON.stringify(headings), JSON.stringify(layout)];
  if (layout === null) {
    assertMappable(headings);
    await keepFile(
      ctx.db,
      held,
      `fingerprint = $3, headings = $4, layout = null, state = 'unmapped'`,
      known.slice(0, 2),
    );
    return;
  }
  await keepFile(ctx.db, held, 'fingerprint = $3, headings = $4, layout = $5, progress = 0', known);
  const summary = await readThrough(ctx, { held, report, layout, bytesRead: () => bytesRead });
  await keepFile(ctx.db, held, `summary = $3, progress = 0, state = 'checked'`, [JSON.stringify(summary)]);
}
