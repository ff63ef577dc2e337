import { isDeepStrictEqual } from 'node:util';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { type FactMap, factOf, mergeEvents } from '@/domain/order/merge-events';
import type { OrderField, OrderStatus } from '@/domain/order/order';
import { sealEvent } from '@/domain/order/seal';
import { PLACES } from '@/server/reference/places';
import type { RowRules } from '../channels/csv/order-reader';
import { eventsOfRows, rowBody, rowKey } from '../channels/csv/parse';
import type { Message } from '../pipeline/inbox-store';
import type { FileVersion } from './file-version';
import type { FileOrder } from './read-orders';

/** What importing an order would do: a new order, a changed one, nothing, or nothing because newer is known already. */
export type RowEffect = 'new' | 'changed' | 'same' | 'older';

/** An order as the preview shows it. */
export interface OrderLook {
  readonly status: OrderStatus | null;
  readonly paidAt: Instant | null;
  readonly amountFen: number | null;
  readonly paidFen: number | null;
  readonly refundFen: number | null;
  readonly province: string | null;
}

export interface RowDiff {
  readonly orderNo: string;
  readonly effect: RowEffect;
  /** How the order looks now, and how it would. Made when asked for: of most orders nobody does. */
  readonly looks: () => { readonly before: OrderLook; readonly after: OrderLook };
  readonly message: () => Message;
}

const lookOf = (facts: FactMap): OrderLook => ({
  status: factOf(facts, 'status'),
  paidAt: factOf(facts, 'paidAt'),
  amountFen: factOf(facts, 'amountFen'),
  paidFen: factOf(facts, 'paidFen'),
  refundFen: factOf(facts, 'refundFen'),
  province: factOf(facts, 'receiver')?.province ?? null,
});

/** What a file's orders have in common on their way in. */
export interface FileContext {
  readonly shopId: string;
  readonly rules: RowRules;
  readonly version: FileVersion;
  /** Marks of notes, as the pipeline makes them. */
  readonly markOf: (note: string) => string;
}

/** Merges exactly as the pipeline will, so that the preview cannot promise anything else. */
function diffOrder(stored: FactMap | undefined, { rows, facts }: FileOrder, file: FileContext): RowDiff[] {
  if (facts === null) return [];
  const { asOf, revision } = file.version;
  const message = { rows: rows.map(({ cells }) => cells), rules: file.rules, asOf, revision };
  const { orderNo } = facts;
  const known = { orderNo, message: () => ({ key: rowKey(orderNo, message), body: rowBody(message) }) };
  // The tie-break by hash never decides here: two files differ in their version.
  const spoken = eventsOfRows(message, facts, file.shopId, '');
  if (stored === undefined) {
    const looks = () => ({ before: lookOf({}), after: lookOf(mergeEvents({}, spoken)) });
    return [{ ...known, effect: 'new', looks }];
  }
  const events = spoken.map((event) => sealEvent(event, PLACES, file.markOf).event);
  const merged = mergeEvents(stored, events);
  // What the file would say if nothing else were known.
  const alone = mergeEvents({}, events);
  // Only what the file itself says counts: what we make of it (the assessment) may change with a release.
  const stated = [...new Set(spoken.flatMap((event) => Object.keys(event.fields)))] as OrderField[];
  const isChanged = (field: OrderField) => !isDeepStrictEqual(stored[field]?.value, merged[field]?.value);
  const isOther = (field: OrderField) => !isDeepStrictEqual(stored[field]?.value, alone[field]?.value);
  const effect = stated.some(isChanged) ? 'changed' : stated.some(isOther) ? 'older' : 'same';
  return [{ ...known, effect, looks: () => ({ before: lookOf(stored), after: lookOf(merged) }) }];
}

/** Compares orders of a file with what is stored, in one query; refused ones are left out. */
export async function diffOrders(sql: Sql, orders: readonly FileOrder[], file: FileContext): Promise<RowDiff[]> {
  const orderNos = orders.flatMap(({ facts }) => (facts ? [facts.orderNo] : []));
  const rows = await sql.query<{ order_no: string; facts: FactMap }>(
    'select order_no, facts from orders where shop_id = $1 and order_no = any($2)',
    [file.shopId, orderNos],
  );
  const known = new Map(rows.map((row) => [row.order_no, row.facts]));
  return orders.flatMap((order) => diffOrder(known.get(order.facts?.orderNo ?? ''), order, file));
}

/** How many of these orders are stored already, in whatever state. */
export async function countKnown(sql: Sql, orders: readonly FileOrder[], shopId: string): Promise<number> {
  const orderNos = orders.flatMap(({ facts }) => (facts ? [facts.orderNo] : []));
  const [row] = await sql.query<{ n: number }>(
    'select count(*)::int as n from orders where shop_id = $1 and order_no = any($2)',
    [shopId, orderNos],
  );
  return row?.n ?? 0;
}
