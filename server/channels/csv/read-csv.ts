import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { refuseFile } from './columns';
import type { Encoding } from './encoding';
import type { FileSource } from './file-source';

const MAX_RECORD_BYTES = 256 * 1024;

function openParser(source: FileSource, encoding: Encoding) {
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  // An error of any part ends the parser with that error, which the reading loop below throws.
  pipeline(Readable.from(source.read()), iconv.decodeStream(encoding), parser, () => {});
  return parser;
}

const NOT_CSV = 'the file is not well-formed CSV';
const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  CSV_MAX_RECORD_SIZE: 'the row has no end; a quotation mark may be missing',
};

/**
 * The records of a CSV file as they stand there, the header first. Throws RefusedFile, naming the row, where its form is
 * broken.
 */
export async function* readCsv(source: FileSource, encoding: Encoding): AsyncGenerator<readonly string[]> {
  let records = 0;
  try {
    for await (const record of openParser(source, encoding) as AsyncIterable<string[]>) {
      records += 1;
      yield record;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // What the parser has read may be ahead of what it has handed on; its count of records does not hold the header.
    const read = typeof error.records === 'number' ? error.records : records;
    throw refuseFile(REASONS[error.code] ?? NOT_CSV, '', '', read);
  }
}
