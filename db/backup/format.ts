import type { Instant } from '@/domain/clocks/instant';

/*
 * A backup is one gzip stream of lines. First the header as JSON; then for each table a line that names it and its columns,
 * its rows in PostgreSQL's COPY text format, a line `\.`, and a line with their number; at last the sequences, and the end.
 * In COPY text a line break inside a value is written as backslash n, so a line `\.` is never a row.
 */

export const FORMAT = 'tidewatch-backup';
export const FORMAT_VERSION = 1;
export const END_OF_ROWS = Buffer.from('\\.\n');

export interface BackupHeader {
  readonly format: typeof FORMAT;
  readonly version: typeof FORMAT_VERSION;
  readonly madeAt: Instant;
  readonly incarnation: string;
  readonly migrations: readonly { readonly name: string; readonly checksum: string }[];
  readonly partitions: readonly Partition[];
}
export interface Partition {
  readonly name: string;
  readonly parent: string;
  /** As PostgreSQL prints it: FOR VALUES FROM … */
  readonly bound: string;
}
export interface TableStart {
  readonly table: string;
  readonly columns: readonly string[];
}
export interface TableEnd {
  readonly table: string;
  readonly rows: number;
}
export interface SequenceValue {
  readonly name: string;
  readonly value: string;
}
export interface BackupEnd {
  readonly end: true;
  readonly tables: number;
  readonly rows: number;
}

/** One piece of a backup as it is read. */
export type BackupPiece =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'table'; readonly table: TableStart }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'table-end'; readonly table: TableEnd }
  | { readonly kind: 'sequences'; readonly sequences: readonly SequenceValue[] }
  | { readonly kind: 'end'; readonly end: BackupEnd };

/** A file that is not a whole backup, or cannot be restored here; the message is for the operator. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

export const lineOf = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
