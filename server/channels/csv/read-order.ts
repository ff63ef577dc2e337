import type { Instant } from '@/domain/clocks/instant';
import type { Reason } from '@/domain/intake/reason';
import type { CleaningStep, OrderFields, OrderLine, OrderStatus, Receiver } from '@/domain/order/order';
import { MISSING } from '@/domain/order/personal';
import { Unreadable } from '../channel';
import { FieldReader } from '../field-reader';
import type { Cells, Column } from './columns';
import type { Layout } from './layout';
import { articlesOf, readLine } from './read-lines';
import { statusOfWord, statusWord } from './status-words';

/** How the rows of an order are to be understood. */
export type RowRules = Pick<Layout, 'amounts' | 'statusWords' | 'isDayInNumber'>;

/** What of a layout goes with an order on its way, so that it can be read again without its file. */
export const rulesOf = ({ amounts, statusWords, isDayInNumber }: Layout): RowRules => ({
  amounts,
  statusWords,
  ...(isDayInNumber && { isDayInNumber }),
});

type Amounts = Pick<OrderFields, 'amountFen' | 'paidFen' | 'refundFen' | 'goodsFen' | 'freightFen' | 'discountFen'>;
type Times = Pick<OrderFields, 'paidAt' | 'shippedAt' | 'signedAt' | 'doneAt'>;

/** What the rows of one order say together. What is absent was not said. */
export interface OrderFacts extends Partial<Times>, Partial<Omit<Amounts, 'amountFen'>> {
  readonly orderNo: string;
  readonly createdAt: Instant;
  readonly amountFen: number;
  /** What the file itself says; null where it has no such column, so that it follows from the times. */
  readonly status: OrderStatus | null;
  readonly receiver: Receiver;
  readonly lines: readonly OrderLine[] | null;
  readonly rest: Partial<
    Pick<OrderFields, 'buyerId' | 'buyerName' | 'buyerNote' | 'sellerNote' | 'carrier' | 'trackingNo' | 'holds'>
  >;
  readonly cleaning: readonly CleaningStep[];
}

/** What is wrong with one cell of the `index`th row of an order. */
export interface CellProblem {
  readonly index: number;
  readonly column: Column;
  readonly why: Reason;
}

export type ReadOrder =
  | { readonly facts: OrderFacts; readonly problems: null }
  | { readonly facts: null; readonly problems: readonly CellProblem[] };

const MAX_ROWS = 200;
const MISSING_RECEIVER: Receiver = {
  ...{ name: MISSING, phone: MISSING, detail: MISSING },
  ...{ province: '', city: '', district: '', street: '' },
};
/** After-sales that are under way: nothing should be shipped meanwhile. */
const OPEN_AFTER_SALE =
  /(?:退款|售后|退货|换货)(?:处理)?中|待(?:商家|卖家|买家|平台)?(?:处理|退款|退货)|等待.*(?:退款|退货)|申请/u;
const NO_AFTER_SALE = /^(?:没有|未|无)|取消|关闭|成功|完成|驳回|拒绝/u;
/** How a Pinduoduo number begins: with the day on which it was placed. */
const DAY_IN_NUMBER = /^(\d{2})(\d{2})(\d{2})-\d/u;
const PAID_STATUSES: ReadonlySet<OrderStatus> = new Set(['to_ship', 'part_shipped', 'shipped', 'signed', 'done']);

/** Reads the cells of one order and collects what cannot be believed. */
class OrderReader {
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

/** "浙江省" alone, or a whole address with blanks between its parts; columns of their own go before. */
function readReceiver(from: OrderReader): Receiver {
  const area = {
    province: from.text('province', 100) ?? '',
    city: from.text('city', 100) ?? '',
    district: from.text('district', 100) ?? '',
    street: from.text('street', 100) ?? '',
  };
  const { cell } = from.said('phone');
  const people = {
    name: from.personal('receiverName'),
    phone: from.personal(cell === '' ? 'otherPhone' : 'phone'),
  };
  const address = from.text('address', 500);
  if (address === undefined) return { ...MISSING_RECEIVER, ...area, ...people };
  if (area.province !== '') return { ...area, ...people, detail: from.personal('address') };
  const [province = '', city = '', district = '', ...rest] = address.split(/\s+/u);
  const detail = rest.length > 0 ? from.reader.personal('address', rest.join(' ')) : MISSING;
  return { province, city, district, street: '', ...people, detail };
}

function readCreatedAt(from: OrderReader, isDayInNumber: boolean): Instant | null {
  const [, year, month, day] = DAY_IN_NUMBER.exec(from.said('orderNo').cell) ?? [];
  if (!isDayInNumber || from.said('createdAt').cell !== '' || year === undefined) {
    return from.required('createdAt', (cell) => from.reader.time('createdAt', cell));
  }
  from.reader.note('createdAt', 'day-of-number', '', '');
  return from.try('createdAt', 0, () => from.reader.time('createdAt', `20${year}-${month}-${day}`));
}

function readStatus(from: OrderReader, own: RowRules['statusWords']): OrderStatus | null {
  const { cell } = from.said('status');
  if (cell === '') return null;
  const status = from.required('status', (word) => {
    const known = statusOfWord(word, own);
    if (known === null) throw new Unreadable({ code: 'unexplained-word', path: 'status' });
    return known;
  });
  if (status !== null) from.reader.note('status', 'status-word', statusWord(cell), status);
  return status;
}

function readLines(from: OrderReader, rows: readonly Cells[], goodsFen: number | null): OrderLine[] | null {
  if (!from.has('quantity')) return null;
  const articles = rows.flatMap((cells, index) => articlesOf(cells).map((article) => ({ article, index })));
  const only = articles.length === 1 ? goodsFen : null;
  const lines = articles.map(({ article, index }, place) =>
    from.try('quantity', index, () => readLine(from.reader, article, (column) => column, place, only)),
  );
  return lines.every((line) => line !== null) ? lines : null;
}

const isOpenAfterSale = (word: string): boolean => OPEN_AFTER_SALE.test(word) && !NO_AFTER_SALE.test(word);

function readRest(from: OrderReader): OrderFacts['rest'] {
  const buyerName = from.personal('buyerName');
  const stated = {
    buyerId: from.text('buyerId', 128),
    buyerName: buyerName.state === 'missing' ? undefined : buyerName,
    buyerNote: from.text('buyerNote'),
    sellerNote: from.text('sellerNote'),
    carrier: from.text('carrier', 100),
    trackingNo: from.read('trackingNo', (cell) => from.reader.id('trackingNo', cell)),
    holds: from.has('afterSale') ? from.each('afterSale').filter(isOpenAfterSale) : undefined,
  };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}

function readAmounts(from: OrderReader, isPaid: boolean) {
  const total = from.money('total');
  if (total === undefined && from.problems.every(({ column }) => column !== 'total')) {
    from.required('total', () => null);
  }
  const stated = (column: Column) => from.money(column) ?? (from.has(column) ? 0 : undefined);
  const paidFen = stated('paid') ?? (isPaid ? total : undefined);
  if (!from.has('paid') && paidFen !== undefined) from.reader.note('paidFen', 'from-total', '', '');
  return {
    amountFen: total ?? null,
    ...{ paidFen, refundFen: stated('refund'), goodsFen: from.money('goods') },
    ...{ freightFen: from.money('freight'), discountFen: from.money('discount') },
  };
}

/** Reads the rows of one order, and says of every cell that cannot be believed why. `now` bounds its times. */
export function readOrder(rows: readonly Cells[], rules: RowRules, now: Instant): ReadOrder {
  const from = new OrderReader(rows, rules, now);
  const orderNo = from.required('orderNo', (cell) => from.reader.id('orderNo', cell));
  const createdAt = readCreatedAt(from, rules.isDayInNumber ?? false);
  const times = { paidAt: from.time('paidAt'), shippedAt: from.time('shippedAt') };
  const ends = { signedAt: from.time('signedAt'), doneAt: from.time('doneAt') };
  const status = readStatus(from, rules.statusWords);
  const isPaid = times.paidAt !== undefined || (status !== null && PAID_STATUSES.has(status));
  const { amountFen, ...amounts } = readAmounts(from, isPaid);
  const receiver = readReceiver(from);
  const lines = readLines(from, rows, amounts.goodsFen ?? null);
  const rest = readRest(from);
  if (rows.length > MAX_ROWS) {
    from.problems.push({
      index: 0,
      column: 'orderNo',
      why: { code: 'too-many-rows', path: 'orderNo', most: MAX_ROWS },
    });
  }
  const { problems } = from;
  if (problems.length > 0 || orderNo === null || createdAt === null || amountFen === null) {
    return { facts: null, problems };
  }
  const said = Object.fromEntries(
    Object.entries({ ...times, ...ends, ...amounts }).filter(([, value]) => value !== undefined),
  );
  const cleaning = from.reader.steps;
  return {
    facts: { orderNo, createdAt, amountFen, status, receiver, lines, rest, cleaning, ...said },
    problems: null,
  };
}
