import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { ToldFact } from '../facts/decode';
import { type Applied, KNOWN_ORDER, type KnownOrder, type Stated, statementOf } from '../facts/known-order';
import type { PaymentFact } from '../links/outside-fact';
import { logged } from '../warehouse/log';
import type { Trouble } from '../warehouse/trouble-cards';

type ToldPayment = ToldFact<PaymentFact>;

interface TradeOrder extends KnownOrder {
  readonly linkId: string;
  readonly tradeNo: string;
}

interface Refunded {
  readonly orderId: string;
  readonly refundFen: number;
  readonly count: number;
  readonly at: Instant;
}

const STORE = `insert into payment_notices as n (link_id, message_id, kind, number, transaction_no, order_id, state, amount_fen, at)
  select distinct on ("linkId", kind, number) "linkId", "messageId", kind, number, "transactionNo", "orderId", state, "amountFen", at_ms(at)
  from jsonb_to_recordset($1::jsonb) r ("linkId" text, "messageId" bigint, kind text, number text, "transactionNo" text,
    "orderId" bigint, state text, "amountFen" int, at float8) order by "linkId", kind, number, at desc, "messageId" desc
  on conflict (link_id, kind, number) do update set state = excluded.state, amount_fen = excluded.amount_fen,
    at = excluded.at, message_id = excluded.message_id where n.at <= excluded.at`;

/** The shop's own number of the trade is the number of the order, in one of the shops that the link serves. */
async function ordersOf(tx: Sql, told: readonly ToldPayment[]): Promise<ReadonlyMap<string, TradeOrder>> {
  const rows = await tx.query<TradeOrder>(
    `select distinct on (r.link_id, r.no) r.link_id as "linkId", r.no as "tradeNo", ${KNOWN_ORDER}
     from unnest($1::text[], $2::text[]) r (link_id, no)
     join link_shops s on s.link_id = r.link_id join orders o on o.shop_id = s.shop_id and o.order_no = r.no
     order by r.link_id, r.no, o.id`,
    [told.map(({ message }) => message.linkId), told.map(({ fact }) => fact.tradeNo)],
  );
  return new Map(rows.map((row) => [`${row.linkId}\n${row.tradeNo}`, row]));
}

async function refundsOf(tx: Sql, orderIds: readonly string[]): Promise<ReadonlyMap<string, Refunded>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx.query<Refunded>(
    `select order_id::text as "orderId", sum(amount_fen)::float8 as "refundFen", count(*)::int as count, max(at) as at
     from payment_notices where order_id = any($1::bigint[]) and kind = 'refund' and state = 'SUCCESS' group by order_id`,
    [orderIds],
  );
  return new Map(rows.map((row) => [row.orderId, row]));
}

const paymentStated = ({ at, amountFen, method }: PaymentFact): Stated => ({
  ...{ source: 'payment', kind: 'payment.received', at },
  fields: { paidAt: at, paidFen: amountFen, paymentMethod: method },
});

/**
 * What was refunded in all, as of the newest refund. Of two sums with that same time the one over more refunds counts, so
 * that refunds may come in any order.
 */
const refundStated = ({ at, refundFen, count }: Refunded): Stated => ({
  ...{ source: 'payment', kind: 'payment.refunded', at, fields: { refundFen } },
  tie: count.toString(16).padStart(16, '0'),
});

export interface AppliedNotices extends Applied {
  readonly orderIds: readonly string[];
  /** Refunds that did not reach the buyer. */
  readonly troubles: readonly Trouble[];
}

interface KnownOrderNotice {
  readonly one: ToldPayment;
  readonly order: TradeOrder;
}

/** Of a refund that WeChat Pay could not pay out: it stays with the shop until somebody does it another way. */
const FAILED: Readonly<Record<string, Trouble['kind'] | undefined>> = {
  ABNORMAL: 'refund-abnormal',
  CLOSED: 'refund-closed',
};

/** What is known of refunds before these are written down: the same said again is no news, nor is what was said before it. */
async function failedRefunds(tx: Sql, known: readonly KnownOrderNotice[]): Promise<Trouble[]> {
  const failed = known.filter(({ one: { fact } }) => fact.kind === 'refund' && FAILED[fact.state] !== undefined);
  if (failed.length === 0) return [];
  const stored = await tx.query<{ linkId: string; number: string; state: string; at: Instant }>(
    `select n.link_id as "linkId", n.number, n.state, n.at from unnest($1::text[], $2::text[]) r (link_id, number)
     join payment_notices n on n.link_id = r.link_id and n.kind = 'refund' and n.number = r.number`,
    [failed.map(({ one }) => one.message.linkId), failed.map(({ one }) => one.fact.number)],
  );
  const troubles = new Map<string, Trouble>();
  for (const { one, order } of failed) {
    const { message, fact } = one;
    const before = stored.find(({ linkId, number }) => linkId === message.linkId && number === fact.number);
    const kind = FAILED[fact.state];
    if (kind === undefined || (before && (before.state === fact.state || before.at > fact.at))) continue;
    const words = `¥${(fact.amountFen / 100).toFixed(2)}`;
    troubles.set(`${message.linkId}\n${fact.number}\n${kind}`, { orderId: order.orderId, kind, words });
  }
  return [...troubles.values()];
}

/** Writes down payments and refunds, each once however often it was told, and answers what they state of their orders. */
export async function applyNotices(tx: Sql, told: readonly ToldPayment[]): Promise<AppliedNotices> {
  if (told.length === 0) return { statements: [], waiting: [], orderIds: [], troubles: [] };
  const orders = await ordersOf(tx, told);
  const orderOf = ({ message, fact }: ToldPayment) => orders.get(`${message.linkId}\n${fact.tradeNo}`);
  const known = told.flatMap((one) => {
    const order = orderOf(one);
    return order ? [{ one, order }] : [];
  });
  const rows = known.map(({ one: { message, fact }, order }) => ({
    ...{ linkId: message.linkId, messageId: message.id, orderId: order.orderId },
    ...fact,
  }));
  const troubles = await failedRefunds(tx, known);
  if (rows.length > 0) await tx.query(STORE, [JSON.stringify(rows)]);
  const refunds = await refundsOf(
    tx,
    known.flatMap(({ one, order }) => (one.fact.kind === 'refund' ? [order.orderId] : [])),
  );
  for (const { orderId, kind, words } of troubles) await logged(tx, [orderId], `payment.${kind}`, { amount: words });
  return {
    troubles,
    statements: known.flatMap(({ one, order }) => {
      if (one.fact.kind === 'payment') return one.fact.isDone ? [statementOf(one, order, paymentStated(one.fact))] : [];
      const refunded = refunds.get(order.orderId);
      return refunded ? [statementOf(one, order, refundStated(refunded))] : [];
    }),
    waiting: told.flatMap((one) => (orderOf(one) ? [] : [{ id: one.message.id, ref: `trade:${one.fact.tradeNo}` }])),
    orderIds: known.map(({ order }) => order.orderId),
  };
}
