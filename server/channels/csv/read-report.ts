import { setImmediate } from 'node:timers/promises';
import { type Cells, type Column, cleanCell, refuseFile } from './columns';
import { detectKind, type FileKind } from './encoding';
import type { FileSource } from './file-source';
import {
  fingerprintOf,
  type KnownLayout,
  knownLayout,
  type Layout,
  type Places,
  placesOf,
  readHeadings,
} from './layout';
import { readCsv } from './read-csv';
import { readWorkbook } from './workbook/read-workbook';

/** One row of the file, not judged yet. */
export interface ReportRow {
  /** 1 = the first below the header. */
  readonly row: number;
  readonly cells: Cells;
  /** What is wrong with the row before anything is read in it; null when it can be read. */
  readonly flaw: { readonly column: string; readonly reason: string } | null;
}

/** A file whose header has been read. */
export interface Report {
  readonly headings: readonly string[];
  readonly fingerprint: string;
  /** Null: the header is none that we know, and somebody has to say what is what. */
  readonly layout: KnownLayout | null;
  /** The records below the header as they stand there, cleaned of wrappings only. */
  records(): AsyncGenerator<readonly string[]>;
}

/** The event loop serves everybody: reading a file steps aside this often. */
const ROWS_AT_A_TIME = 128;
const SPOILT = '\ufffd';

const recordsOf = (source: FileSource, kind: FileKind) =>
  kind.kind === 'workbook' ? readWorkbook(source) : readCsv(source, kind.encoding);

async function firstRecord(records: AsyncGenerator<readonly string[]>): Promise<readonly string[]> {
  for await (const record of records) return record;
  throw refuseFile('the file is empty');
}

/**
 * Reads the header of a file and finds out how to read the rest: by what somebody saved for this header, else as one of
 * the known exports. Throws RefusedFile for what is no table, or has no usable header.
 */
export async function openReport(
  source: FileSource,
  saved: (fingerprint: string) => Promise<Layout | null> = async () => null,
): Promise<Report & { readonly kind: FileKind }> {
  const kind = await detectKind(source);
  const headings = readHeadings(await firstRecord(recordsOf(source, kind)));
  const fingerprint = fingerprintOf(headings);
  const own = await saved(fingerprint);
  const layout = own ? { ...own, formatId: null } : knownLayout(headings);
  return {
    kind,
    headings,
    fingerprint,
    layout,
    async *records() {
      let row = -1;
      for await (const record of recordsOf(source, kind)) {
        row += 1;
        if (row > 0) yield record;
        if (row % ROWS_AT_A_TIME === 0) await setImmediate();
      }
    },
  };
}

const isEmptyFrom = (record: readonly string[], width: number) =>
  record.slice(width).every((cell) => cell.trim() === '');

function flawOf(record: readonly string[], report: Report & { readonly kind: FileKind }): ReportRow['flaw'] {
  const { headings, kind } = report;
  // A workbook leaves out empty cells at the end of a row.
  const isShort = kind.kind === 'csv' && record.length < headings.length;
  if (isShort || !isEmptyFrom(record, headings.length)) {
    return { column: '', reason: `has ${record.length} cells, unlike the header` };
  }
  if (kind.kind === 'workbook' || kind.isStrict) return null;
  const spoilt = record.findIndex((cell) => cell.includes(SPOILT));
  if (spoilt === -1) return null;
  return { column: headings[spoilt] ?? '', reason: `has bytes that are not ${kind.encoding.toUpperCase()} text` };
}

function cellsOf(record: readonly string[], places: Places): Cells {
  const cells: Partial<Record<Column, string>> = {};
  for (const name of Object.keys(places) as Column[]) cells[name] = cleanCell(record[places[name] ?? -1] ?? '');
  return cells;
}

/** The rows of a report one after the other, without holding them. Throws RefusedFile when the form of the file breaks. */
export async function* readRows(
  report: Report & { readonly kind: FileKind },
  layout: Layout,
): AsyncGenerator<ReportRow> {
  const places = placesOf(layout, report.headings);
  let row = 0;
  for await (const record of report.records()) {
    row += 1;
    yield { row, cells: cellsOf(record, places), flaw: flawOf(record, report) };
  }
}
