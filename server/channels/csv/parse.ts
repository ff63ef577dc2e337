import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { ORDER_STATUSES, type OrderEvent, type OrderFields } from '@/domain/order/order';
import { type ParseContext, Unreadable } from '../channel';
import { readJson } from '../json';
import { RESERVED_KEY } from '../reserved-key';
import { type Cells, COLUMN_NAMES, type Column } from './columns';
import type { RowRules } from './order-reader';
import { type OrderFacts, readOrder } from './read-order';

/** The rows of one order on their way through the inbox. */
export interface RowMessage {
  readonly rows: readonly Cells[];
  readonly rules: RowRules;
  /** When the file was exported, in whole seconds; where unknown, the newest time it names. */
  readonly asOf: Instant;
  /** How many other files this shop had imported before (0–999): the later of two equally new files wins. */
  readonly revision: number;
}

const cells = z.partialRecord(z.enum(COLUMN_NAMES as [Column, ...Column[]]), z.string().max(4_000));
const version = { asOf: z.number().int(), revision: z.number().int().min(0).max(999) };
const message = z.strictObject({
  rows: z.array(cells).min(1),
  rules: z.strictObject({
    amounts: z.enum(['order', 'row']),
    statusWords: z.record(z.string(), z.enum(ORDER_STATUSES)),
    isDayInNumber: z.boolean().optional(),
  }),
  ...version,
});
/** What was stored before files of several platforms were read: one row of the seven columns of the Tmall report. */
const earlierMessage = z.strictObject({ cells, ...version }).transform(
  ({ cells: row, ...rest }): RowMessage => ({
    rows: [row],
    rules: { amounts: 'order', statusWords: {} },
    ...rest,
  }),
);

const canonical = (rows: readonly Cells[]): string =>
  JSON.stringify(rows.map((row) => COLUMN_NAMES.map((name) => row[name] ?? null)));
const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

/** When the rows count as stated: a whole second, and within it the revision. */
export const versionOf = (row: Pick<RowMessage, 'asOf' | 'revision'>): Instant => row.asOf + row.revision;

/**
 * The permanent key of an order in a file: its number, what its rows say, and the version of the file. A file has one
 * version for ever, so importing it again adds nothing; an order that returns to what it said before is another statement.
 */
export const rowKey = (orderNo: string, row: RowMessage): string =>
  `${RESERVED_KEY}${orderNo}/${shortHash(canonical(row.rows))}/${versionOf(row)}`;

export const rowBody = (row: RowMessage): Buffer => Buffer.from(JSON.stringify(row));

const isFullyRefunded = ({ refundFen = 0, amountFen }: OrderFacts): boolean => refundFen > 0 && refundFen >= amountFen;

const stated = (fields: Partial<OrderFields>): Partial<OrderFields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What the status column adds to what follows from the times, and since when: null where nothing. */
function stateOf(facts: OrderFacts, fileAt: Instant): { at: Instant; fields: Partial<OrderFields> } | null {
  const { status, shippedAt, signedAt, doneAt } = facts;
  if (status === null || status === 'unpaid' || status === 'to_ship') return null;
  const since: Partial<Record<typeof status, Instant | undefined>> = {
    paid_hold: facts.paidAt ?? facts.createdAt,
    shipped: shippedAt,
    signed: signedAt ?? doneAt,
    done: doneAt ?? signedAt,
  };
  return { at: since[status] ?? fileAt, fields: { status } };
}

/**
 * The statements of an order. What a report knows for good (placed, paid, shipped, where to) counts from the moment it
 * happened, so that a later push, or an earlier one that arrives late, is never undone by a file. Amounts, refunds and
 * notes count from the day of the file.
 */
export function eventsOfRows(row: RowMessage, facts: OrderFacts, shopId: string, bodyHash: string): OrderEvent[] {
  const { orderNo, createdAt, paidAt, shippedAt, signedAt, doneAt, receiver, lines, rest, cleaning } = facts;
  const { amountFen, paidFen, refundFen, goodsFen, freightFen, discountFen } = facts;
  const common = { shopId, orderNo, source: 'import', bodyHash } as const;
  const isPaid =
    paidAt !== undefined || (facts.status !== null && facts.status !== 'unpaid' && facts.status !== 'cancelled');
  const begun: Partial<OrderFields> = { status: isPaid ? 'to_ship' : 'unpaid', paidAt };
  const fileAt = Math.max(row.asOf, createdAt, paidAt ?? 0);
  const closed = isFullyRefunded(facts) ? ({ status: 'cancelled' } as const) : {};
  const state = stateOf(facts, fileAt);
  const amounts = { amountFen, paidFen, refundFen, goodsFen, freightFen, discountFen };
  const placed = { createdAt, receiver, currency: 'CNY', lines: lines ?? undefined };
  const events: OrderEvent[] = [
    {
      ...common,
      kind: 'import.order',
      at: (paidAt ?? createdAt) + row.revision,
      fields: stated({ ...begun, ...placed, shippedAt, signedAt, doneAt }),
      cleaning,
    },
    {
      ...common,
      kind: 'import.amounts',
      at: fileAt + row.revision,
      fields: stated({ ...closed, ...amounts, ...rest }),
      cleaning: [],
    },
  ];
  if (state) {
    events.push({ ...common, kind: 'import.state', at: state.at + row.revision, fields: state.fields, cleaning: [] });
  }
  return events;
}

/** Reads an order out of the inbox again. Throws Unreadable for the first cell that cannot be believed. */
export function parseCsvRow(raw: Buffer, { shopId, receivedAt }: ParseContext): OrderEvent[] {
  const given = readJson(raw);
  const parsed = message.safeParse(given);
  const row = parsed.success ? parsed.data : earlierMessage.safeParse(given).data;
  if (row === undefined) throw new Unreadable({ code: 'not-a-report-row' });
  const { facts, problems } = readOrder(row.rows, row.rules, receivedAt);
  if (facts === null) throw new Unreadable(problems[0]?.why ?? { code: 'not-a-report-row' });
  return eventsOfRows(row, facts, shopId, createHash('sha256').update(raw).digest('hex'));
}
