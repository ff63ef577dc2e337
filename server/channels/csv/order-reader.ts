import type { Instant } from '@/domain/clocks/instant';
import type { Reason } from '@/domain/intake/reason';
import { MISSING } from '@/domain/order/personal';
import { Unreadable } from '../channel';
import { FieldReader } from '../field-reader';
import type { Cells, Column } from './columns';
import type { Layout } from './layout';

/** How the rows of an order are to be understood. */
export type RowRules = Pick<Layout, 'amounts' | 'statusWords' | 'isDayInNumber'>;

/** What of a layout goes with an order on its way, so that it can be read again without its file. */
export const rulesOf = ({ amounts, statusWords, isDayInNumber }: Layout): RowRules => ({
  amounts,
  statusWords,
  ...(isDayInNumber && { isDayInNumber }),
});

/** What is wrong with one cell of the `index`th row of an order. */
export interface CellProblem {
  readonly index: number;
  readonly column: Column;
  readonly why: Reason;
}

/** Reads the cells of one order and collects what cannot be believed. */
export class OrderReader {
  readonly problems: CellProblem[] = [];
  readonly reader: FieldReader;

  constructor(
    private readonly rows: readonly Cells[],
    private readonly rules: RowRules,
    now: Instant,
  ) {
    this.reader = new FieldReader(now);
  }

  /** What `work` makes of a cell; null where it cannot be believed, which is then among the problems. */
  try<T>(column: Column, index: number, work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.problems.push({ index, column, why: error.reason });
      return null;
    }
  }

  has(column: Column): boolean {
    return this.rows.some((row) => row[column] !== undefined);
  }

  /** The first row in which the file says something of it. */
  said(column: Column): { readonly cell: string; readonly index: number } {
    const index = this.rows.findIndex((row) => row[column]);
    return { cell: this.rows[index]?.[column] ?? '', index: Math.max(index, 0) };
  }

  /** Everything the rows say of it, each once and short. */
  each(column: Column): string[] {
    return [...new Set(this.rows.map((row) => (row[column] ?? '').slice(0, 40)))];
  }

  read<T>(column: Column, work: (cell: string) => T): T | undefined {
    const { cell, index } = this.said(column);
    return cell === '' ? undefined : (this.try(column, index, () => work(cell)) ?? undefined);
  }

  required<T>(column: Column, work: (cell: string) => T): T | null {
    const { cell, index } = this.said(column);
    return this.try(column, index, () => {
      if (cell === '') throw new Unreadable({ code: 'empty', path: column });
      return work(cell);
    });
  }

  text = (column: Column, maxLength = 2_000) => this.read(column, (cell) => this.reader.text(column, cell, maxLength));
  time = (column: Column) => this.read(column, (cell) => this.reader.time(column, cell));
  personal = (column: Column) => this.read(column, (cell) => this.reader.personal(column, cell)) ?? MISSING;

  /** An amount of the order: the sum of its rows, or what each row that names it says alike. */
  money(column: Column): number | undefined {
    const amounts = this.rows.map((row, index) => {
      const cell = row[column] ?? '';
      return cell === '' ? null : this.try(column, index, () => this.reader.yuan(column, cell));
    });
    const given = amounts.filter((fen) => fen !== null);
    if (given.length === 0) return undefined;
    if (this.rules.amounts === 'row') return given.reduce((sum, fen) => sum + fen, 0);
    const other = amounts.findIndex((fen) => fen !== null && fen !== given[0]);
    if (other !== -1) this.problems.push({ index: other, column, why: { code: 'rows-differ', path: column } });
    return given[0];
  }
}
