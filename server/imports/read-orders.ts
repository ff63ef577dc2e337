import type { Instant } from '@/domain/clocks/instant';
import { storedReason } from '@/domain/intake/reason';
import { type Problem, refuseFile, shorten } from '../channels/csv/columns';
import type { Layout } from '../channels/csv/layout';
import { type OrderFacts, readOrder } from '../channels/csv/read-order';
import { type openReport, type ReportRow, readRows } from '../channels/csv/read-report';
import { NumberIndex } from './number-index';

export type OpenReport = Awaited<ReturnType<typeof openReport>>;

/** All rows of one order with what they say, or with what is wrong with them. */
export interface FileOrder {
  readonly rows: readonly ReportRow[];
  readonly facts: OrderFacts | null;
  readonly problems: readonly Problem[];
}

/** Rows that wait for the rest of their order; more of them means that a file is not sorted at all. */
const MAX_WAITING_ROWS = 20_000;
const numberOf = ({ cells }: ReportRow): string => cells.orderNo ?? '';

function judge(rows: readonly ReportRow[], layout: Layout, now: Instant): FileOrder {
  const headingOf = (column: keyof Layout['columns']): string => layout.columns[column] ?? '';
  const flaws = rows.flatMap(({ row, flaw }): Problem[] => (flaw ? [{ row, value: '', ...flaw }] : []));
  if (flaws.length > 0) return { rows, facts: null, problems: flaws };
  const { facts, problems } = readOrder(
    rows.map(({ cells }) => cells),
    layout,
    now,
  );
  if (facts !== null) return { rows, facts, problems: [] };
  return {
    ...{ rows, facts },
    problems: problems.map(({ index, column, why }) => ({
      row: rows[index]?.row ?? 0,
      column: headingOf(column),
      value: shorten(rows[index]?.cells[column] ?? ''),
      reason: storedReason(why),
    })),
  };
}

/** How many rows each order has, for those whose rows do not lie together. */
async function countScattered(report: OpenReport, layout: Layout): Promise<NumberIndex> {
  const [counts, scattered] = [new NumberIndex(), new NumberIndex()];
  const apart = new Set<string>();
  let last = '';
  for await (const row of readRows(report, layout)) {
    const orderNo = numberOf(row);
    if (orderNo === '') {
      last = '';
      continue;
    }
    const before = counts.get(orderNo);
    counts.set(orderNo, before + 1);
    if (before > 0 && orderNo !== last) apart.add(orderNo);
    if (apart.size > MAX_WAITING_ROWS)
      throw refuseFile('the rows of one order lie apart; sort the file by order number');
    last = orderNo;
  }
  for (const orderNo of apart) scattered.set(orderNo, counts.get(orderNo));
  return scattered;
}

/** Joins the rows of each order, also where others stand between them. */
async function* joinRows(report: OpenReport, layout: Layout): AsyncGenerator<ReportRow[]> {
  const scattered = await countScattered(report, layout);
  const waiting = new Map<string, ReportRow[]>();
  let [together, waitingRows]: [ReportRow[], number] = [[], 0];
  for await (const row of readRows(report, layout)) {
    const orderNo = numberOf(row);
    const expected = orderNo === '' ? 0 : scattered.get(orderNo);
    const isNext = together.length === 0 || (orderNo !== '' && numberOf(together[0] as ReportRow) === orderNo);
    if (!isNext || expected > 0) {
      if (together.length > 0) yield together;
      together = [];
    }
    if (expected === 0) {
      together.push(row);
      continue;
    }
    const rows = [...(waiting.get(orderNo) ?? []), row];
    waitingRows += 1;
    if (waitingRows > MAX_WAITING_ROWS)
      throw refuseFile('the rows of one order lie apart; sort the file by order number');
    waiting.set(orderNo, rows);
    if (rows.length < expected) continue;
    waiting.delete(orderNo);
    waitingRows -= rows.length;
    yield rows;
  }
  if (together.length > 0) yield together;
}

/** In a report with one row an order, a second one of the same number is refused. */
async function* singleRows(report: OpenReport, layout: Layout, now: Instant): AsyncGenerator<FileOrder> {
  const firstRows = new NumberIndex();
  for await (const row of readRows(report, layout)) {
    const order = judge([row], layout, now);
    if (order.facts === null) {
      yield order;
      continue;
    }
    const { orderNo } = order.facts;
    const first = firstRows.get(orderNo);
    if (first === 0) firstRows.set(orderNo, row.row);
    const again: Problem = {
      row: row.row,
      column: layout.columns.orderNo ?? '',
      value: shorten(orderNo),
      reason: `stands on row ${first} already`,
    };
    yield first === 0 ? order : { rows: [row], facts: null, problems: [again] };
  }
}

/**
 * The orders of a file one after the other, each judged; the same file gives the same ones each time. `now` bounds their
 * times. Throws RefusedFile when the file as a whole cannot be read.
 */
export async function* readOrders(report: OpenReport, layout: Layout, now: Instant): AsyncGenerator<FileOrder> {
  if (!layout.isByArticle) yield* singleRows(report, layout, now);
  else for await (const rows of joinRows(report, layout)) yield judge(rows, layout, now);
}

/** Gathers up to `size` of what comes one by one. */
export async function* inChunks<T>(values: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const value of values) {
    chunk.push(value);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
