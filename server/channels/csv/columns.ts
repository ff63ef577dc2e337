/** Everything that a report can say of an order, by our name for it. `line`: of one article of it. `isRequired`: no order without it. */
export const COLUMNS = {
  orderNo: { kind: 'id', isRequired: true },
  createdAt: { kind: 'time', isRequired: true },
  total: { kind: 'money', isRequired: true },
  paidAt: { kind: 'time' },
  shippedAt: { kind: 'time' },
  signedAt: { kind: 'time' },
  doneAt: { kind: 'time' },
  status: { kind: 'status' },
  afterSale: { kind: 'text' },
  paid: { kind: 'money' },
  refund: { kind: 'money' },
  goods: { kind: 'money' },
  freight: { kind: 'money' },
  discount: { kind: 'money' },
  buyerId: { kind: 'text' },
  buyerName: { kind: 'personal' },
  receiverName: { kind: 'personal' },
  phone: { kind: 'personal' },
  otherPhone: { kind: 'personal' },
  province: { kind: 'text' },
  city: { kind: 'text' },
  district: { kind: 'text' },
  street: { kind: 'text' },
  address: { kind: 'personal' },
  carrier: { kind: 'text' },
  trackingNo: { kind: 'id' },
  buyerNote: { kind: 'text' },
  sellerNote: { kind: 'text' },
  lineNo: { kind: 'id', isLine: true },
  title: { kind: 'text', isLine: true },
  sku: { kind: 'text', isLine: true },
  spec: { kind: 'text', isLine: true },
  quantity: { kind: 'number', isLine: true },
  unitPrice: { kind: 'money', isLine: true },
  linePaid: { kind: 'money', isLine: true },
} as const satisfies Readonly<
  Record<
    string,
    {
      kind: 'id' | 'time' | 'money' | 'status' | 'text' | 'personal' | 'number';
      isRequired?: boolean;
      isLine?: boolean;
    }
  >
>;
export type Column = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];
export const REQUIRED_COLUMNS = COLUMN_NAMES.filter((name) => 'isRequired' in COLUMNS[name]);

/**
 * The cells of one row as text, freed of the wrappings of spreadsheet programs: '' where the file says nothing; a column
 * that the file does not have is absent.
 */
export type Cells = Partial<Readonly<Record<Column, string>>>;

/**
 * What is wrong in a file: the row (1 = the first below the header, 0 = the header), the column's heading, the value
 * shortened, and why it is refused.
 */
export interface Problem {
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** The file as a whole cannot be read; nothing of it was taken. */
export class RefusedFile extends Error {
  override readonly name = 'RefusedFile';
  constructor(readonly problem: Problem) {
    super(problem.reason);
  }
}

const SHOWN_AT_MOST = 24;

/** A value as a message may repeat it. */
export const shorten = (value: string): string =>
  value.length > SHOWN_AT_MOST ? `${value.slice(0, SHOWN_AT_MOST)}…` : value;

/** Refuses the whole file, for something in its header unless a row is named. */
export const refuseFile = (reason: string, column = '', value = '', row = 0): RefusedFile =>
  new RefusedFile({ row, column, value: shorten(value), reason });

/**
 * The text meant by a cell: without surrounding blanks and tabs, the `="…"` and leading ' by which exports force text, and
 * '-' for nothing. Anything else that looks like a formula stays as it is: text, never evaluated.
 */
export function cleanCell(raw: string): string {
  const trimmed = raw.trim();
  const text = (/^="(.*)"$/su.exec(trimmed)?.[1] ?? trimmed).replace(/^'/u, '').trim();
  return /^[-－—]+$/u.test(text) ? '' : text;
}

/** A heading as it is compared: full-width brackets and letters are the same as others. */
export const cleanHeading = (raw: string): string => cleanCell(raw).normalize('NFKC').replace(/\s+/gu, '');
