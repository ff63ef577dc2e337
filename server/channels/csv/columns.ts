/** The columns of the Taobao/Tmall order report (订单报表) that we read, by our name for them. */
export const COLUMNS = {
  orderNo: '订单编号',
  total: '总金额',
  paid: '买家实际支付金额',
  address: '收货地址',
  createdAt: '订单创建时间',
  paidAt: '订单付款时间',
  refund: '退款金额',
} as const;
export type Column = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];

/** The cells of one row as text, freed of the wrappings of spreadsheet programs; '' where the file says nothing. */
export type Cells = Readonly<Record<Column, string>>;

/** What is wrong in a file: the line (1 = header), the column's heading, the value shortened, and why it is refused. */
export interface Problem {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** The file as a whole cannot be read; nothing of it was taken. */
export class RefusedFile extends Error {
  override readonly name = 'RefusedFile';
  constructor(
    readonly problems: readonly Problem[],
    /** How many problems there are; `problems` lists the first of them. */
    readonly total: number = problems.length,
  ) {
    super(problems[0]?.reason ?? 'the file cannot be read');
  }
}

const SHOWN_AT_MOST = 24;

/** A value as a message may repeat it. */
export const shorten = (value: string): string =>
  value.length > SHOWN_AT_MOST ? `${value.slice(0, SHOWN_AT_MOST)}…` : value;

/** Refuses the whole file for something in its header. */
export const refuseFile = (reason: string, column = '', value = ''): RefusedFile =>
  new RefusedFile([{ line: 1, column, value: shorten(value), reason }]);

/**
 * The text meant by a cell: without surrounding blanks and tabs, the `="…"` and leading ' by which exports force text, and
 * '-' for nothing. Anything else that looks like a formula stays as it is: text, never evaluated.
 */
export function cleanCell(raw: string): string {
  const trimmed = raw.trim();
  const text = (/^="(.*)"$/su.exec(trimmed)?.[1] ?? trimmed).replace(/^'/u, '').trim();
  return /^[-－—]+$/u.test(text) ? '' : text;
}
