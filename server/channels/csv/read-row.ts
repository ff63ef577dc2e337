import type { Instant } from '@/domain/clocks/instant';
import type { CleaningStep, Receiver } from '@/domain/order/order';
import { MISSING } from '@/domain/order/personal';
import { Unreadable } from '../channel';
import { FieldReader } from '../field-reader';
import { type Cells, COLUMNS, type Column } from './columns';

/** What one row of an order report says. Amounts in fen. */
export interface RowFacts {
  readonly orderNo: string;
  readonly createdAt: Instant;
  /** null: not paid. */
  readonly paidAt: Instant | null;
  readonly amountFen: number;
  readonly paidFen: number;
  readonly refundFen: number;
  readonly receiver: Receiver;
  readonly cleaning: readonly CleaningStep[];
}

/** What is wrong with one cell. */
export interface CellProblem {
  readonly column: Column;
  readonly reason: string;
}

export type ReadRow =
  | { readonly facts: RowFacts; readonly problems: null }
  | { readonly facts: null; readonly problems: readonly CellProblem[] };

/** "浙江省" alone, or a whole address with blanks between its parts. */
function readAddress(reader: FieldReader, cell: string): Receiver {
  const [province = '', city = '', district = '', ...rest] = reader.text(COLUMNS.address, cell, 500).split(/\s+/u);
  const detail = rest.length > 0 ? reader.personal(COLUMNS.address, rest.join(' ')) : MISSING;
  return { name: MISSING, phone: MISSING, province, city, district, street: '', detail };
}

/** Reads the cells of one row, and says of every cell that cannot be believed why. `now` bounds its times. */
export function readRow(cells: Cells, now: Instant): ReadRow {
  const reader = new FieldReader(now);
  const problems: CellProblem[] = [];
  const read = <T>(column: Column, work: (cell: string, heading: string) => T): T | null => {
    const heading = COLUMNS[column];
    try {
      return work(cells[column], heading);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problems.push({ column, reason: error.message.replace(`${heading} `, '') });
      return null;
    }
  };
  const required =
    <T>(work: (cell: string, heading: string) => T) =>
    (cell: string, heading: string) => {
      if (cell === '') throw new Unreadable('is empty');
      return work(cell, heading);
    };
  const orderNo = read(
    'orderNo',
    required((cell, heading) => reader.id(heading, cell)),
  );
  const createdAt = read(
    'createdAt',
    required((cell, heading) => reader.time(heading, cell)),
  );
  const paidAt = read('paidAt', (cell, heading) => (cell === '' ? null : reader.time(heading, cell)));
  const amountFen = read(
    'total',
    required((cell, heading) => reader.yuan(heading, cell)),
  );
  const paidFen = read('paid', (cell, heading) => (cell === '' ? 0 : reader.yuan(heading, cell)));
  const refundFen = read('refund', (cell, heading) => (cell === '' ? 0 : reader.yuan(heading, cell)));
  const receiver = read('address', (cell) => readAddress(reader, cell));
  const isWhole = orderNo !== null && createdAt !== null && amountFen !== null && paidFen !== null;
  if (problems.length > 0 || !isWhole || refundFen === null || receiver === null) return { facts: null, problems };
  const cleaning = reader.steps;
  return { facts: { orderNo, createdAt, paidAt, amountFen, paidFen, refundFen, receiver, cleaning }, problems: null };
}
