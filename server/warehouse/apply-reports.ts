import type { Sql } from '@/db/client';
import type { ToldFact } from '../facts/decode';
import { type Applied, KNOWN_ORDER, type KnownOrder, statementOf } from '../facts/known-order';
import type { DeliveryReport } from '../links/outside-fact';
import { UNDER_WAY } from './give-orders';
import type { Trouble } from './trouble-cards';

type ToldReport = ToldFact<DeliveryReport>;

export interface GivenOrder extends KnownOrder {
  readonly warehouseOrderId: string;
  readonly code: string;
}

export interface AppliedReports extends Applied {
  readonly troubles: readonly Trouble[];
  readonly orderIds: readonly string[];
}

/**
 * A report moves an order on and never back, whatever the sequence of reports; what ended does not begin again, but what was
 * shipped was shipped, unless the order has been given again meanwhile.
 */
const MOVE = `with r as (select * from jsonb_to_recordset($1::jsonb)
     r (id bigint, outcome text, at float8, "orderNo" text, words text)),
   s as (select id, bool_or(outcome = 'shipped') as is_shipped, bool_or(outcome = 'rejected') as is_rejected,
       bool_or(outcome = 'cancelled') as is_cancelled, bool_or(outcome in ('accepted', 'lacking', 'exception')) as is_accepted,
       min(at) filter (where outcome in ('accepted', 'shipped', 'lacking', 'exception')) as accepted_at,
       max("orderNo") as order_no, max(words) filter (where outcome in ('rejected', 'cancelled')) as reason
     from r group by id)
   update warehouse_orders w set
     state = case when w.state = 'shipped' then w.state
       when s.is_shipped and not exists (select from warehouse_orders x where x.order_id = w.order_id and x.id <> w.id
         and x.state in ${UNDER_WAY}) then 'shipped'
       when w.state in ('rejected', 'cancelled') then w.state
       when s.is_rejected then 'rejected' when s.is_cancelled then 'cancelled'
       when w.state = 'cancelling' then w.state when w.state = 'failed' then w.state
       when s.is_accepted then 'accepted' when w.state = 'sending' then 'sent' else w.state end,
     accepted_at = least(coalesce(w.accepted_at, at_ms(s.accepted_at)), coalesce(at_ms(s.accepted_at), w.accepted_at)),
     sent_at = coalesce(w.sent_at, now()),
     settled_at = case when s.is_rejected or s.is_cancelled then coalesce(w.settled_at, now()) else w.settled_at end,
     warehouse_order_no = coalesce(w.warehouse_order_no, nullif(s.order_no, '')),
     reason = case when w.state = 'shipped' then w.reason else coalesce(nullif(s.reason, ''), w.reason) end
   from s where w.id = s.id`;

const RECORD = `insert into warehouse_reports (warehouse_order_id, message_id, status, at, lacking, detail)
  select id, message_id, status, at_ms(at), lacking, words from jsonb_to_recordset($1::jsonb)
    r (id bigint, message_id bigint, status text, at float8, lacking jsonb, words text)
  on conflict (warehouse_order_id, message_id) do nothing returning warehouse_order_id::text as id, message_id::text as "messageId"`;

const wordsOf = ({ lacking, detail }: DeliveryReport): string =>
  [lacking.map(({ sku, lacking: n }) => `${sku} × ${n}`).join(', '), detail]
    .filter((part) => part !== '')
    .join(' · ')
    .slice(0, 200);

const isTrouble = (
  outcome: DeliveryReport['outcome'],
): outcome is Extract<Trouble['kind'], DeliveryReport['outcome']> =>
  outcome === 'rejected' || outcome === 'lacking' || outcome === 'exception' || outcome === 'cancelled';

/** Orders are locked before what hangs on them, in the order in which the pipeline locks them. */
async function givenOrders(
  tx: Sql,
  told: readonly ToldReport[],
): Promise<ReadonlyMap<string, readonly (GivenOrder & { isAsked: boolean })[]>> {
  const rows = await tx.query<GivenOrder & { isAsked: boolean }>(
    `select w.id::text as "warehouseOrderId", w.code, w.state in ('cancelling', 'cancelled') as "isAsked", ${KNOWN_ORDER}
     from warehouse_orders w join orders o on o.id = w.order_id
     where w.code = any($1::text[]) and w.state <> 'waiting' order by o.shop_id, o.order_no for no key update of o`,
    [[...new Set(told.map(({ fact }) => fact.code))]],
  );
  const given = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) given.set(row.code, [...(given.get(row.code) ?? []), row]);
  return given;
}

/**
 * Writes down what warehouses report, and answers what it states of the orders and where a person has to act. What is said of
 * merged orders is said of each.
 */
export async function applyReports(tx: Sql, told: readonly ToldReport[]): Promise<AppliedReports> {
  if (told.length === 0) return { statements: [], waiting: [], troubles: [], orderIds: [] };
  const given = await givenOrders(tx, told);
  const known = told.flatMap((one) => (given.get(one.fact.code) ?? []).map((order) => ({ ...one, order })));
  const rows = known.map(({ message, fact, order }) => ({
    ...{ id: order.warehouseOrderId, message_id: message.id, status: fact.status, outcome: fact.outcome, at: fact.at },
    ...{ orderNo: fact.warehouseOrderNo, words: wordsOf(fact), lacking: fact.lacking.length > 0 ? fact.lacking : null },
  }));
  const fresh = await tx.query<{ id: string; messageId: string }>(RECORD, [JSON.stringify(rows)]);
  await tx.query(MOVE, [JSON.stringify(rows)]);
  const isFresh = new Set(fresh.map(({ id, messageId }) => `${id} ${messageId}`));
  return {
    statements: known.map(({ order, ...one }) =>
      statementOf(one, order, {
        source: 'wms',
        kind: `wms.${one.fact.status}`,
        at: one.fact.at,
        fields: one.fact.fields,
      }),
    ),
    waiting: told.flatMap(({ message, fact }) =>
      given.has(fact.code) ? [] : [{ id: message.id, ref: `code:${fact.code}` }],
    ),
    troubles: known.flatMap(({ message, fact, order }) => {
      const { outcome } = fact;
      const isWished = outcome === 'cancelled' && order.isAsked;
      if (!isTrouble(outcome) || isWished || !isFresh.has(`${order.warehouseOrderId} ${message.id}`)) return [];
      return [{ orderId: order.orderId, kind: outcome, words: wordsOf(fact) }];
    }),
    orderIds: known.map(({ order }) => order.orderId),
  };
}
