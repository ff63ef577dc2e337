import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { COLUMNS, type Problem, shorten } from '../channels/csv/columns';
import { type ReportRow, readReport } from '../channels/csv/read-report';
import { type RowFacts, readRow } from '../channels/csv/read-row';

/** What a file holds, before anything is done with it. Sums in fen over the rows that can be read. */
export interface FileSummary {
  readonly rows: number;
  readonly amountFen: number;
  readonly paidFen: number;
  readonly refundFen: number;
  /** Creation time of the oldest and newest order; null when no row can be read. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** The newest time that any row names, in whole seconds: the file cannot be older. */
  readonly newestAt: Instant;
  /** Refused rows; `problems` lists the first of their problems. */
  readonly refused: number;
  readonly problems: readonly Problem[];
}

const LISTED_PROBLEMS = 100;

/** One row with what it says, or with what is wrong with it. */
export interface CheckedRow {
  readonly row: ReportRow;
  readonly facts: RowFacts | null;
  readonly problems: readonly Problem[];
}

function problemsOf(row: ReportRow, now: Instant, firstLines: Map<string, number>): CheckedRow {
  const problem = (column: string, value: string, reason: string): Problem => ({
    line: row.line,
    column,
    value: shorten(value),
    reason,
  });
  if (row.cellCount !== null) {
    const reason = `has ${row.cellCount} cells, unlike the header`;
    return { row, facts: null, problems: [problem('', '', reason)] };
  }
  const { facts, problems } = readRow(row.cells, now);
  if (facts === null) {
    return {
      row,
      facts,
      problems: problems.map(({ column, reason }) => problem(COLUMNS[column], row.cells[column], reason)),
    };
  }
  const firstLine = firstLines.get(facts.orderNo);
  if (firstLine !== undefined) {
    const again = problem(COLUMNS.orderNo, facts.orderNo, `stands on line ${firstLine} already`);
    return { row, facts: null, problems: [again] };
  }
  firstLines.set(facts.orderNo, row.line);
  return { row, facts, problems: [] };
}

/** The rows of a file in their order, each judged. Throws RefusedFile when the file as a whole cannot be read. */
export async function* checkedRows(bytes: Buffer, now: Instant): AsyncGenerator<CheckedRow> {
  const firstLines = new Map<string, number>();
  for await (const row of readReport(bytes)) yield problemsOf(row, now, firstLines);
}

/** Reads a file once from end to end: what it holds, and everything that is wrong with it. Throws RefusedFile. */
export async function checkFile(bytes: Buffer, now: Instant): Promise<FileSummary> {
  const sums = { rows: 0, amountFen: 0, paidFen: 0, refundFen: 0, refused: 0, newestAt: 0 };
  const span = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  const listed: Problem[] = [];
  for await (const { facts, problems } of checkedRows(bytes, now)) {
    sums.rows += 1;
    if (facts === null) {
      sums.refused += 1;
      listed.push(...problems.slice(0, LISTED_PROBLEMS - listed.length));
      continue;
    }
    sums.amountFen += facts.amountFen;
    sums.paidFen += facts.paidFen;
    sums.refundFen += facts.refundFen;
    sums.newestAt = Math.max(sums.newestAt, facts.createdAt, facts.paidAt ?? 0);
    span.from = Math.min(span.from, facts.createdAt);
    span.to = Math.max(span.to, facts.createdAt);
  }
  const isAnyRead = sums.rows > sums.refused;
  return {
    ...sums,
    newestAt: Math.floor(sums.newestAt / SECOND_MS) * SECOND_MS,
    from: isAnyRead ? span.from : null,
    to: isAnyRead ? span.to : null,
    problems: listed,
  };
}
