import type { Sql } from '@/db/client';
import { HOUR_MS, type Instant } from '@/domain/clocks/instant';
import type { BoardState } from '@/domain/order/board-state';
import type { Review } from '@/domain/order/lifecycle';
import { type FactMap, factOf, isUnchanged, mergeEvents } from '@/domain/order/merge-events';
import { NO_NOTES, notesAfter, type OrderNotes } from '@/domain/order/notes';
import type { OrderEvent } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';
import { type RiskMark, riskMarksOf } from '@/domain/order/risk-marks';
import type { OrderClass, Verdict } from '@/domain/triage/verdict';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { knownNotes } from '@/server/privacy/sealed-notes';
import { buyerShownOf, type PooledOrder } from './pooled-order';
import type { RecipientKeys } from './recipient-keys';
import type { SealedStatement } from './seal-statements';

/** One cleaned statement on its way into the pool. */
export interface Statement {
  readonly inboxId: string;
  readonly event: OrderEvent;
  readonly receivedAt: Instant;
  readonly platform: Platform;
  readonly groupId: string;
}

/** Orders first seen later than this after they were placed are history: judged, but no lock, card, notice or clock. */
export const HISTORY_AFTER_MS = 48 * HOUR_MS;

export interface OrderRow {
  readonly id: string;
  readonly shop_id: string;
  readonly order_no: string;
  readonly platform: Platform;
  readonly group_id: string;
  readonly version: string;
  readonly facts: FactMap;
  readonly review: Review;
  readonly released_at: Instant | null;
  readonly held_at: Instant | null;
  readonly class: OrderClass | null;
  readonly is_urgent: boolean;
  readonly verdict: Verdict | null;
  readonly marks: readonly RiskMark[] | null;
  readonly address_key: string | null;
  readonly recipient_key: string | null;
  readonly cleared_rules: string[];
  readonly is_history: boolean;
  readonly board_state: BoardState;
  readonly day: string;
  readonly region: string;
  readonly amount_fen: number | null;
  readonly notes_sealed: Buffer | null;
}

export const ORDER_COLUMNS = `o.id, o.shop_id, o.order_no, o.platform, o.group_id, o.version, o.facts, o.review,
  o.released_at, o.held_at, o.class, o.is_urgent, o.verdict, o.marks, o.address_key, o.recipient_key, o.cleared_rules, o.is_history, o.board_state,
  o.placed_on::text as day, coalesce(o.region, '') as region, o.amount_fen,
  (select n.notes_sealed from order_receivers n where n.order_id = o.id) as notes_sealed`;

/** Turns a stored order into one a batch can work on. Without its notes, rules find them unknown. */
export function pooledFromRow(row: OrderRow, receivedAt: Instant, notes: OrderNotes | null = null): PooledOrder {
  return {
    id: row.id,
    shopId: row.shop_id,
    orderNo: row.order_no,
    platform: row.platform,
    groupId: row.group_id,
    version: Number(row.version),
    facts: row.facts,
    review: row.review,
    releasedAt: row.released_at,
    heldAt: row.held_at,
    class: row.class,
    isUrgent: row.is_urgent,
    verdict: row.verdict,
    clearedRules: row.cleared_rules,
    isHistory: row.is_history,
    counted: {
      day: row.day,
      groupId: row.group_id,
      platform: row.platform,
      region: row.region,
      state: row.board_state,
      amountFen: row.amount_fen ?? 0,
    },
    plain: null,
    notes: notes ?? NO_NOTES,
    areNotesNew: false,
    marks: row.marks ?? [],
    keys: { addressKey: row.address_key, recipientKey: row.recipient_key },
    arePricesJudged: row.verdict !== null,
    isShownOtherwise: false,
    lacks: '',
    statements: [],
    receivedAt,
    decisions: [],
  };
}

const NO_KEYS: RecipientKeys = { addressKey: null, recipientKey: null };

function newOrder(first: Statement): PooledOrder {
  return {
    id: null,
    shopId: first.event.shopId,
    orderNo: first.event.orderNo,
    platform: first.platform,
    groupId: first.groupId,
    version: 0,
    facts: {},
    review: 'pending',
    releasedAt: null,
    heldAt: null,
    class: null,
    isUrgent: false,
    verdict: null,
    clearedRules: [],
    isHistory: false,
    counted: null,
    plain: null,
    notes: NO_NOTES,
    areNotesNew: false,
    marks: [],
    keys: NO_KEYS,
    arePricesJudged: false,
    isShownOtherwise: false,
    lacks: '',
    statements: [],
    receivedAt: first.receivedAt,
    decisions: [],
  };
}

const keyOf = (shopId: string, orderNo: string): string => `${shopId}\n${orderNo}`;

type Group = [SealedStatement, ...SealedStatement[]];

function groupByOrder(statements: readonly SealedStatement[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const statement of statements) {
    const key = keyOf(statement.event.shopId, statement.event.orderNo);
    const group = groups.get(key);
    if (group) group.push(statement);
    else groups.set(key, [statement]);
  }
  return groups;
}

const isOtherInQueue = (before: FactMap, after: FactMap): boolean =>
  factOf(before, 'amountFen') !== factOf(after, 'amountFen') || buyerShownOf(before) !== buyerShownOf(after);

/** The same goods at the same prices, whoever said so last. */
const isSameLines = (before: FactMap, after: FactMap): boolean => pricesText(before) === pricesText(after);
const pricesText = (facts: FactMap): string =>
  (factOf(facts, 'lines') ?? []).map(({ sku, unitPriceFen }) => `${unitPriceFen} ${sku}`).join('\n');

function foldInto(order: PooledOrder, statements: readonly SealedStatement[]): void {
  for (const { inboxId, event, receivedAt, sealed, keys } of statements) {
    const known = order.facts;
    order.facts = mergeEvents(known, [sealed.event]);
    if (sealed.plain && keys && order.facts.receiver !== known.receiver) {
      order.plain = sealed.plain;
      order.keys = keys;
    }
    const notes = notesAfter(order.notes, event, order.facts);
    order.areNotesNew ||= notes !== order.notes;
    order.notes = notes;
    if (order.facts.lines !== known.lines && !isSameLines(known, order.facts)) order.arePricesJudged = false;
    const isSuperseded = isUnchanged(known, order.facts);
    if (order.id !== null && !isSuperseded) order.isShownOtherwise ||= isOtherInQueue(known, order.facts);
    order.statements.push({ inboxId, event: sealed.event, receivedAt, isSuperseded });
  }
  order.marks = riskMarksOf(order.facts, order.notes, order.marks);
}

const isOldAtFirstSight = (facts: FactMap, group: readonly Statement[]): boolean => {
  const placedAt = factOf(facts, 'createdAt') ?? factOf(facts, 'paidAt');
  const seenAt = Math.min(...group.map((statement) => statement.receivedAt));
  return placedAt !== null && seenAt - placedAt > HISTORY_AFTER_MS;
};

/**
 * Brings the statements of a batch together with the orders they speak of: stored orders are locked in key order
 * and folded, unknown ones begin empty. Nothing is written; `storeOrders` does that once, after triage.
 */
export async function poolStatements(
  { db: tx, keyring }: SealedDb<Sql>,
  statements: readonly SealedStatement[],
): Promise<PooledOrder[]> {
  const groups = groupByOrder(statements);
  if (groups.size === 0) return [];
  const firsts = [...groups.values()].map(([first]) => first.event);
  const rows = await tx.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders o
     join unnest($1::text[], $2::text[]) k (shop_id, order_no) on o.shop_id = k.shop_id and o.order_no = k.order_no
     order by o.shop_id, o.order_no for no key update of o`,
    [firsts.map((event) => event.shopId), firsts.map((event) => event.orderNo)],
  );
  const stored = new Map(rows.map((row) => [keyOf(row.shop_id, row.order_no), row]));
  return [...groups].map(([key, group]) => {
    const row = stored.get(key);
    const order = row
      ? pooledFromRow(row, group[0].receivedAt, knownNotes(keyring, row.notes_sealed))
      : newOrder(group[0]);
    foldInto(order, group);
    return row ? order : { ...order, isHistory: isOldAtFirstSight(order.facts, group) };
  });
}
