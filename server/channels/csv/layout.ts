import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ORDER_STATUSES } from '@/domain/order/order';
import { COLUMN_NAMES, type Column, cleanHeading, REQUIRED_COLUMNS, refuseFile } from './columns';
import { REPORT_FORMATS, type ReportFormat } from './formats';

const columnName = z.enum(COLUMN_NAMES as [Column, ...Column[]]);

/** How a file is to be read: which of its headings is what. A mapping that somebody saves is one too. */
export const layout = z.strictObject({
  columns: z.partialRecord(columnName, z.string().min(1).max(200)),
  amounts: z.enum(['order', 'row']),
  isByArticle: z.boolean(),
  statusWords: z
    .record(z.string().min(1).max(40), z.enum(ORDER_STATUSES))
    .refine((words) => Object.keys(words).length <= 100),
});
export interface Layout extends z.infer<typeof layout> {
  readonly isDayInNumber?: boolean;
}
export interface KnownLayout extends Layout {
  /** The format it was known as; null where a mapping says what is what. */
  readonly formatId: string | null;
}

const MAX_COLUMNS = 300;

/** The headings of a file in their order, as they are compared. Throws RefusedFile for far too many. */
export function readHeadings(record: readonly string[]): readonly string[] {
  if (record.length > MAX_COLUMNS) throw refuseFile(`the header has ${record.length} columns; this is no order report`);
  return record.map(cleanHeading);
}

/** What tells headers apart: the same headings in another order are the same header. */
export const fingerprintOf = (headings: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(headings.filter((heading) => heading !== '').toSorted()))
    .digest('hex')
    .slice(0, 32);

const headingOf = (names: readonly string[] | undefined, headings: readonly string[]): string | undefined =>
  names?.map(cleanHeading).find((name) => headings.includes(name));

function columnsOf(format: ReportFormat, headings: readonly string[]): Partial<Record<Column, string>> {
  const found = COLUMN_NAMES.map((name) => [name, headingOf(format.headings[name], headings)] as const);
  return Object.fromEntries(found.filter(([, heading]) => heading !== undefined));
}

/** The format whose headings these are; null when it is none of ours. */
export function knownLayout(headings: readonly string[]): KnownLayout | null {
  for (const format of REPORT_FORMATS) {
    const columns = columnsOf(format, headings);
    if (format.knownBy.some((name) => columns[name] === undefined)) continue;
    const { id: formatId, amounts, isByArticle, isDayInNumber = false } = format;
    return { formatId, columns, amounts, isByArticle, isDayInNumber, statusWords: {} };
  }
  return null;
}

const TOTAL = /总金额|总价|合计|应付|订单金额|^金额|total|amount/iu;
/** Words by which a heading of no known export gives itself away, for what the formats' own headings leave open. */
const HINTS: readonly (readonly [Column, RegExp])[] = [
  ['lineNo', /子订单|明细编号|^(?:sub|line).*(?:id|no)/iu],
  ['trackingNo', /(?:物流|快递|运).*单号|tracking/iu],
  ['orderNo', /订单(?:编)?号|单号|order.?(?:id|no|number)/iu],
  ['paidAt', /(?:付款|支付).*(?:时间|日期)|paid.?(?:at|time|date)|pay.?time/iu],
  ['shippedAt', /(?:发货|出库).*(?:时间|日期)|ship.*(?:at|time|date)/iu],
  ['doneAt', /(?:完成|收货).*(?:时间|日期)/u],
  ['createdAt', /(?:下单|创建|提交|成交).*(?:时间|日期)|created|order.?(?:time|date)|^日期$|^时间$/iu],
  ['refund', /退款金额|refund/iu],
  ['paid', /实付|实际支付|paid/iu],
  ['total', TOTAL],
  ['unitPrice', /单价|^价格|unit.?price|^price/iu],
  ['quantity', /数量|件数|qty|quantity/iu],
  ['freight', /运费|邮费|freight|shipping.?fee/iu],
  ['status', /订单状态|^状态$|status/iu],
  ['phone', /手机|电话|phone|mobile/iu],
  ['receiverName', /收(?:货|件)人|姓名|receiver|consignee/iu],
  ['address', /地址|address/iu],
  ['province', /^省|province/iu],
  ['city', /^(?:城)?市|city/iu],
  ['district', /^区|^县|district/iu],
  ['title', /商品(?:名|标题)?|品名|title|product/iu],
  ['spec', /规格|属性|spec/iu],
  ['sku', /编码|货号|sku/iu],
  ['carrier', /物流公司|快递公司|承运|carrier/iu],
  ['buyerNote', /留言|买家备注/u],
  ['sellerNote', /备注|note/iu],
];

/** A first proposal for a header that is none of ours, for a person to look over. Each heading is proposed once. */
export function guessLayout(headings: readonly string[]): Layout {
  const columns: Partial<Record<Column, string>> = {};
  const free = () => headings.filter((heading) => heading !== '' && !Object.values(columns).includes(heading));
  for (const format of REPORT_FORMATS) {
    for (const [name, heading] of Object.entries(columnsOf(format, free())) as [Column, string][]) {
      if (free().includes(heading)) columns[name] ??= heading;
    }
  }
  for (const [name, hint] of HINTS) {
    columns[name] ??= free().find((heading) => hint.test(heading));
    if (columns[name] === undefined) delete columns[name];
  }
  // Without the amount due there is no order: a heading that may as well mean it was taken for something else.
  if (columns.total === undefined && columns.goods !== undefined && TOTAL.test(columns.goods)) {
    columns.total = columns.goods;
    delete columns.goods;
  }
  const isByArticle = columns.lineNo !== undefined;
  return { columns, amounts: isByArticle ? 'row' : 'order', isByArticle, statusWords: {} };
}

export type Places = Partial<Readonly<Record<Column, number>>>;

/** Where each column of a layout stands. Throws RefusedFile for a heading that stands there twice, or not at all. */
export function placesOf({ columns }: Layout, headings: readonly string[]): Places {
  const wanted = Object.entries(columns) as [Column, string][];
  const doubled = wanted.find(([, heading]) => headings.indexOf(heading) !== headings.lastIndexOf(heading));
  if (doubled) throw refuseFile('the header names this column twice', doubled[1], doubled[1]);
  const missing = missingColumns(columns).map((name) => columns[name] ?? name);
  const absent = wanted.filter(([, heading]) => !headings.includes(heading)).map(([, heading]) => heading);
  const lacking = [...missing, ...absent];
  if (lacking.length > 0) throw refuseFile(`the header lacks ${lacking.join(', ')}`, lacking[0]);
  return Object.fromEntries(wanted.map(([name, heading]) => [name, headings.indexOf(heading)]));
}

/** The columns without which no order can be made, and that are not said. */
export const missingColumns = (columns: Layout['columns']): readonly Column[] =>
  REQUIRED_COLUMNS.filter((name) => columns[name] === undefined);
