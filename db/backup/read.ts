import { BackupError, type BackupPiece, END_OF_ROWS, FORMAT, FORMAT_VERSION } from './format';

const LINE_BREAK = 10;
const ROWS_THEN_END = Buffer.concat([Buffer.from('\n'), END_OF_ROWS]);
/** No line of ours is longer; a file that is something else is refused before it fills the memory. */
const LINE_LIMIT = 1_000_000;

function pieceOf(line: string, isFirst: boolean): BackupPiece {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new BackupError('the file is not a Tidewatch backup, or was damaged', { cause });
  }
  const has = (key: string) => typeof value === 'object' && value !== null && key in value;
  const is = <Piece extends BackupPiece>(piece: unknown): Piece => piece as Piece;
  if (isFirst !== has('format')) throw new BackupError('the file is not a Tidewatch backup');
  if (has('format')) {
    const { format, version } = value as { format: string; version: number };
    if (format !== FORMAT) throw new BackupError('the file is not a Tidewatch backup');
    if (version !== FORMAT_VERSION) throw new BackupError('the backup was made by a newer release');
    return is({ kind: 'header', header: value });
  }
  if (has('columns')) return is({ kind: 'table', table: value });
  if (has('sequences')) return is({ kind: 'sequences', ...(value as object) });
  if (has('end')) return is({ kind: 'end', end: value });
  if (has('table')) return is({ kind: 'table-end', table: value });
  throw new BackupError('the backup holds a line that means nothing');
}

/** Where the rows of a section end within `buffer`: how many bytes are rows, and where the lines go on; null: not yet. */
function endOfRows(buffer: Buffer, isSectionStart: boolean): { readonly rows: number; readonly next: number } | null {
  if (isSectionStart && buffer.subarray(0, END_OF_ROWS.length).equals(END_OF_ROWS))
    return { rows: 0, next: END_OF_ROWS.length };
  const at = buffer.indexOf(ROWS_THEN_END);
  return at < 0 ? null : { rows: at + 1, next: at + ROWS_THEN_END.length };
}

/**
 * Reads the unpacked bytes of a backup piece by piece, in constant memory. Throws BackupError for anything else, and for a
 * file that ends before its end line.
 */
export async function* readPieces(source: AsyncIterable<Buffer>): AsyncGenerator<BackupPiece> {
  let buffer: Buffer = Buffer.alloc(0);
  let isInRows = false;
  let isSectionStart = false;
  let count = 0;
  let hasEnded = false;
  for await (const chunk of source) {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    for (;;) {
      if (isInRows) {
        const end = endOfRows(buffer, isSectionStart);
        // The last bytes may be the beginning of the end.
        const ready = end ? end.rows : Math.max(0, buffer.length - END_OF_ROWS.length);
        if (ready > 0) {
          yield { kind: 'rows', bytes: buffer.subarray(0, ready) };
          isSectionStart = false;
        }
        buffer = buffer.subarray(end ? end.next : ready);
        if (!end) break;
        isInRows = false;
      }
      const lineEnd = buffer.indexOf(LINE_BREAK);
      if (lineEnd < 0) break;
      const piece = pieceOf(buffer.subarray(0, lineEnd).toString('utf8'), count === 0);
      buffer = buffer.subarray(lineEnd + 1);
      count += 1;
      hasEnded = piece.kind === 'end';
      isInRows = isSectionStart = piece.kind === 'table';
      yield piece;
    }
    if (!isInRows && buffer.length > LINE_LIMIT) throw new BackupError('the file is not a Tidewatch backup');
  }
  if (!hasEnded || buffer.length > 0) throw new BackupError('the backup is cut off: its end is missing');
}
