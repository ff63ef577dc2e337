import type { OrderLine } from '@/domain/order/order';
import { Unreadable } from '../channel';
import type { FieldReader } from '../field-reader';
import type { Cells, Column } from './columns';

const PARTS = /[;；]/u;
const MAX_QUANTITY = 100_000;

/** Throws Unreadable for anything but a whole number of pieces; a report writes "2", "2.0" or "2件". */
export function readQuantity(heading: string, cell: string): number {
  const digits = /^(\d{1,6})(?:\.0+)?(?:件|个)?$/u.exec(cell.normalize('NFKC').replaceAll(',', ''))?.[1];
  if (digits === undefined) throw new Unreadable({ code: 'not-whole', path: heading });
  const quantity = Number(digits);
  if (quantity < 1 || quantity > MAX_QUANTITY) throw new Unreadable({ code: 'not-whole', path: heading });
  return quantity;
}

const LINE_COLUMNS = ['lineNo', 'title', 'sku', 'spec', 'unitPrice', 'linePaid'] as const satisfies Column[];

/** The articles of a row: one, or as many as its quantities are, where a row joins several by semicolons. */
export function articlesOf(cells: Cells): Cells[] {
  const quantities = (cells.quantity ?? '').split(PARTS).filter((part) => part.trim() !== '');
  if (quantities.length <= 1) return [cells];
  const parts = new Map<Column, string[]>(
    LINE_COLUMNS.map((name) => [name, (cells[name] ?? '').split(PARTS).map((part) => part.trim())]),
  );
  return quantities.map((quantity, index) => {
    const article: Partial<Record<Column, string>> = { ...cells, quantity: quantity.trim() };
    for (const [name, values] of parts) {
      if (cells[name] === undefined) continue;
      // What has not as many parts as there are quantities belongs to no single one of them.
      article[name] = values.length === quantities.length ? (values[index] ?? '') : '';
    }
    return article;
  });
}

/**
 * One article of an order. Null where the row does not tell what was bought, how many, and at what price: nothing is made
 * up. Where only the sum of the goods is given (`goodsFen`), the price of a piece follows from it.
 */
export function readLine(
  reader: FieldReader,
  cells: Cells,
  named: (column: Column) => string,
  index: number,
  goodsFen: number | null,
): OrderLine | null {
  const text = (column: Column, maxLength: number) => reader.text(named(column), cells[column] ?? '', maxLength);
  const [title, sku] = [text('title', 500), text('sku', 200)];
  if ((title === '' && sku === '') || !cells.quantity) return null;
  const quantity = readQuantity(named('quantity'), cells.quantity);
  const paidFen = cells.linePaid ? reader.yuan(named('linePaid'), cells.linePaid) : null;
  const whole = goodsFen ?? paidFen;
  const derived = () => {
    if (whole === null) return null;
    reader.note('unitPriceFen', 'from-sum', String(whole), String(quantity));
    return Math.floor(whole / quantity);
  };
  const unitPriceFen = cells.unitPrice ? reader.yuan(named('unitPrice'), cells.unitPrice) : derived();
  if (unitPriceFen === null) return null;
  const lineNo = cells.lineNo ? reader.id(named('lineNo'), cells.lineNo) : String(index + 1);
  return { lineNo, sku, title, spec: text('spec', 500), quantity, unitPriceFen, paidFen };
}
