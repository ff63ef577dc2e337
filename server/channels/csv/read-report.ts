import { pipeline, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { type Cells, COLUMN_NAMES, COLUMNS, type Column, cleanCell, refuseFile } from './columns';
import { detectEncoding } from './encoding';

/** One row of the file, not judged yet. */
export interface ReportRow {
  readonly line: number;
  readonly cells: Cells;
  /** The row has another number of cells than the header; null when it fits. */
  readonly cellCount: number | null;
}

const MAX_COLUMNS = 300;
const MAX_RECORD_BYTES = 256 * 1024;
const SLICE_BYTES = 16 * 1024;
/** The event loop serves everybody: reading a file steps aside this often. */
const ROWS_AT_A_TIME = 256;

type Places = Readonly<Record<Column, number>>;

/** Where each column stands. Throws RefusedFile for doubled, missing or far too many headings. */
function readHeader(record: readonly string[]): Places {
  if (record.length > MAX_COLUMNS) throw refuseFile(`the header has ${record.length} columns; this is no order report`);
  const headings = record.map((cell) => cleanCell(cell).normalize('NFKC'));
  const doubled = headings.find((heading, index) => heading !== '' && headings.indexOf(heading) !== index);
  if (doubled !== undefined) throw refuseFile('the header names this column twice', doubled, doubled);
  const missing = COLUMN_NAMES.map((name) => COLUMNS[name]).filter((heading) => !headings.includes(heading));
  if (missing.length > 0) throw refuseFile(`the header lacks ${missing.join(', ')}`, missing[0]);
  return Object.fromEntries(COLUMN_NAMES.map((name) => [name, headings.indexOf(COLUMNS[name])])) as Places;
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) yield bytes.subarray(start, start + SLICE_BYTES);
}

function openParser(bytes: Buffer) {
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  // An error of any part ends the parser with that error, which the reading loop below throws.
  pipeline(Readable.from(slices(bytes)), iconv.decodeStream(detectEncoding(bytes)), parser, () => {});
  return parser;
}

function toRow(record: readonly string[], places: Places, width: number, line: number): ReportRow {
  const cells = Object.fromEntries(COLUMN_NAMES.map((name) => [name, cleanCell(record[places[name]] ?? '')])) as Cells;
  const isFitting = record.length === width || record.slice(width).every((cell) => cell.trim() === '');
  return { line, cells, cellCount: isFitting && record.length >= width ? null : record.length };
}

/**
 * Reads an order report row by row without holding it: UTF-8 or GBK, any line ends, quoted or `="…"` cells. Throws
 * RefusedFile when the header or the form of the file is wrong.
 */
export async function* readReport(bytes: Buffer): AsyncGenerator<ReportRow> {
  let places: Places | null = null;
  let width = 0;
  let rows = 0;
  try {
    for await (const { record, info } of openParser(bytes) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (places === null) {
        places = readHeader(record);
        width = record.length;
      } else {
        yield toRow(record, places, width, info.lines);
        rows += 1;
        if (rows % ROWS_AT_A_TIME === 0) await setImmediate();
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refuseFile(`the file is not well-formed CSV (${error.code})`);
  }
  if (places === null) throw refuseFile('the file is empty');
}
