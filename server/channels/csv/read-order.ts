import type { Instant } from '@/domain/clocks/instant';
import type { CleaningStep, OrderFields, OrderLine, OrderStatus, Receiver } from '@/domain/order/order';
import { MISSING } from '@/domain/order/personal';
import type { Cells, Column } from './columns';
import { type CellProblem, OrderReader, type RowRules } from './order-reader';
import { articlesOf, readLine } from './read-lines';
import { isRowRefunded, readStatus, readStatuses } from './read-status';

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

function readLines(
  from: OrderReader,
  rows: readonly Cells[],
  goodsFen: number | null,
  isRefunded: (index: number) => boolean,
): OrderLine[] | null {
  if (!from.has('quantity')) return null;
  const articles = rows.flatMap((cells, index) => articlesOf(cells).map((article) => ({ article, index })));
  const only = articles.length === 1 ? goodsFen : null;
  const lines = articles.map(({ article, index }, place) =>
    from.try('quantity', index, () => {
      const line = readLine(from.reader, article, (column) => column, place, only);
      return line && isRefunded(index) ? { ...line, refundedQuantity: line.quantity } : line;
    }),
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
  const statuses = readStatuses(from, rows, rules.statusWords);
  const status = readStatus(from, statuses);
  const isPaid = times.paidAt !== undefined || (status !== null && PAID_STATUSES.has(status));
  const { amountFen, ...amounts } = readAmounts(from, isPaid);
  const receiver = readReceiver(from);
  const lines = readLines(from, rows, amounts.goodsFen ?? null, (index) =>
    isRowRefunded(rows[index] ?? {}, statuses[index] ?? null, status),
  );
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
