import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { OrderEvent } from '@/domain/order/order';
import { type ParseContext, Unreadable } from '../channel';
import { readJson } from '../json';
import { RESERVED_KEY } from '../reserved-key';
import { type Cells, COLUMN_NAMES, COLUMNS } from './columns';
import { type RowFacts, readRow } from './read-row';

/** One row on its way through the inbox. */
export interface RowMessage {
  readonly cells: Cells;
  /** When the file was exported, in whole seconds; where unknown, the newest time it names. */
  readonly asOf: Instant;
  /** How many other files this shop had imported before (0–999): the later of two equally new files wins. */
  readonly revision: number;
}

const cell = z.string().max(4_000);
const message = z.strictObject({
  cells: z.strictObject({
    orderNo: cell,
    total: cell,
    paid: cell,
    address: cell,
    createdAt: cell,
    paidAt: cell,
    refund: cell,
  }),
  asOf: z.number().int(),
  revision: z.number().int().min(0).max(999),
});

const canonical = (cells: Cells): string => JSON.stringify(COLUMN_NAMES.map((name) => cells[name]));
const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

/** When the row counts as stated: a whole second, and within it the revision. */
export const versionOf = (row: Pick<RowMessage, 'asOf' | 'revision'>): Instant => row.asOf + row.revision;

/**
 * The permanent key of a row: its order, what it says, and the version of its file. A file has one version for ever, so
 * importing it again adds nothing; a row that returns to what it said before is another statement.
 */
export const rowKey = (row: RowMessage): string =>
  `${RESERVED_KEY}${row.cells.orderNo}/${shortHash(canonical(row.cells))}/${versionOf(row)}`;

export const rowBody = (row: RowMessage): Buffer => Buffer.from(JSON.stringify(row));

const isFullyRefunded = (facts: RowFacts): boolean => facts.refundFen > 0 && facts.refundFen >= facts.amountFen;

/**
 * The statements of a row. What a report knows for good (placed, paid, where to) counts from the moment it happened, so
 * that a later push, or an earlier one that arrives late, is never undone by a file. Amounts and refunds count from the
 * day of the file.
 */
export function eventsOfRow(row: RowMessage, facts: RowFacts, shopId: string, bodyHash: string): OrderEvent[] {
  const { orderNo, createdAt, paidAt, amountFen, paidFen, refundFen, receiver, cleaning } = facts;
  const common = { shopId, orderNo, source: 'import', bodyHash } as const;
  const paid = paidAt === null ? { status: 'unpaid' as const } : { status: 'to_ship' as const, paidAt };
  const closed = isFullyRefunded(facts) ? { status: 'cancelled' as const } : {};
  return [
    {
      ...common,
      kind: 'import.order',
      at: (paidAt ?? createdAt) + row.revision,
      fields: { ...paid, createdAt, receiver, currency: 'CNY' },
      cleaning,
    },
    {
      ...common,
      kind: 'import.amounts',
      at: Math.max(row.asOf, createdAt, paidAt ?? 0) + row.revision,
      fields: { ...closed, amountFen, paidFen, refundFen },
      cleaning: [],
    },
  ];
}

/** Reads a row out of the inbox again. Throws Unreadable naming the column that cannot be believed. */
export function parseCsvRow(raw: Buffer, { shopId, receivedAt }: ParseContext): OrderEvent[] {
  const parsed = message.safeParse(readJson(raw));
  if (!parsed.success) throw new Unreadable('this is not a row of an order report');
  const { facts, problems } = readRow(parsed.data.cells, receivedAt);
  if (facts === null) {
    throw new Unreadable(problems.map(({ column, reason }) => `${COLUMNS[column]}: ${reason}`).join('; '));
  }
  return eventsOfRow(parsed.data, facts, shopId, createHash('sha256').update(raw).digest('hex'));
}
