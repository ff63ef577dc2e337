import { refuseFile } from '../columns';
import { parseXml, type Tag } from './xml';

/** What a sheet's cells need to become text. */
export interface CellContext {
  readonly texts: readonly string[];
  readonly dateStyles: readonly boolean[];
  /** Days are counted from 1904 instead of 1900. */
  readonly is1904: boolean;
}

const MAX_COLUMNS = 300;
const MAX_CELL_CHARACTERS = 32_767;
const DAY_MS = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** Excel keeps fifteen digits of a number; longer ones have lost the rest. */
const EXACT_BELOW = 1e15;

/** 'C7' → 2. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/u.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** The day and time a serial number shows, to the second, as a CSV export writes it. */
function dateText(serial: number, is1904: boolean): string {
  const at = Math.round(((is1904 ? EPOCH_1904 : EPOCH_1900) + serial * DAY_MS) / 1_000) * 1_000;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(serial);
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * A number as text. One of more than fifteen digits is written short (4.12E+18): the rest of its digits are gone, and an
 * order number of this form is refused.
 */
function numberText(raw: string, isDate: boolean, is1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (isDate) return dateText(value, is1904);
  if (Math.abs(value) >= EXACT_BELOW) return value.toExponential().toUpperCase();
  return String(Number(value.toPrecision(15)));
}

/** Collects the cells of one row after the other. */
class RowCollector {
  readonly rows: string[][] = [];
  private row: string[] = [];
  private place = 0;
  private type = '';
  private isDate = false;
  private text = '';
  private isValue = false;

  constructor(private readonly context: CellContext) {}

  open({ name, attributes }: Tag): void {
    if (name === 'row') this.row = [];
    if (name === 'c') {
      const place = attributes.r === undefined ? this.row.length : columnOf(attributes.r);
      if (place < 0 || place >= MAX_COLUMNS)
        throw refuseFile(`the header has ${place + 1} columns; this is no order report`);
      this.place = place;
      this.type = attributes.t ?? 'n';
      this.isDate = this.context.dateStyles[Number(attributes.s ?? 0)] === true;
      this.text = '';
    }
    if (name === 'v' || name === 't') this.isValue = true;
  }

  add(part: string): void {
    if (!this.isValue) return;
    this.text += part;
    if (this.text.length > MAX_CELL_CHARACTERS) throw refuseFile('a cell of the workbook holds far too much text');
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.isValue = false;
    if (name === 'c') {
      while (this.row.length < this.place) this.row.push('');
      this.row[this.place] = this.cellText();
    }
    if (name === 'row' && this.row.some((cell) => cell !== '')) this.rows.push(this.row);
  }

  private cellText(): string {
    const { texts, is1904 } = this.context;
    if (this.type === 's') return texts[Number(this.text)] ?? '';
    if (this.type === 'b') return this.text === '1' ? 'TRUE' : 'FALSE';
    if (this.type === 'd') return this.text.replace('T', ' ').replace(/Z$/u, '');
    return this.type === 'n' ? numberText(this.text, this.isDate, is1904) : this.text;
  }
}

/** The rows of a sheet as text, without the empty ones, and without holding more than a piece of it. */
export async function* readSheet(
  chunks: AsyncIterable<Buffer>,
  context: CellContext,
): AsyncGenerator<readonly string[]> {
  const collector = new RowCollector(context);
  const handlers = {
    open: (tag: Tag) => collector.open(tag),
    text: (part: string) => collector.add(part),
    close: (name: string) => collector.close(name),
  };
  for await (const _ of parseXml(chunks, handlers)) yield* collector.rows.splice(0);
}
