import type { Sql } from '@/db/client';
import { type Write, writeTogether } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';
import { stageOf, stageSince } from '@/domain/order/lifecycle';
import { factOf } from '@/domain/order/merge-events';
import type { SealedDb } from '@/server/privacy/sealed-db';
import {
  buyerShownOf,
  type Counted,
  countedAs,
  lifecycleOfPooled,
  type PooledOrder,
  phoneTailOf,
  placedAtOf,
  provinceOf,
  skusOf,
} from './pooled-order';
import { decisionsWrite, eventsWrite, pricesWrite, receiversWrite, sealValues } from './records';

/** Two nodes met the same new order at once; the batch is simply run again. */
export class RetryBatch extends Error {}

function rowOf(order: PooledOrder, index: number) {
  const life = lifecycleOfPooled(order);
  const counted = countedAs(order);
  const fact = <F extends Parameters<typeof factOf>[1]>(field: F) => factOf(order.facts, field);
  return {
    index,
    id: order.id,
    shop_id: order.shopId,
    order_no: order.orderNo,
    platform: order.platform,
    group_id: order.groupId,
    facts: order.facts,
    status: life.status,
    stage: stageOf(life),
    stage_since: stageSince(life) ?? order.receivedAt,
    region: counted.region,
    province: provinceOf(order.facts),
    skus: skusOf(order.facts),
    phone_tail: phoneTailOf(order.facts),
    placed_at: placedAtOf(order),
    placed_on: counted.day,
    ship_by: fact('shipBy'),
    paid_at: life.paidAt,
    amount_fen: fact('amountFen'),
    paid_fen: fact('paidFen'),
    refund_fen: fact('refundFen'),
    buyer_id: fact('buyerId'),
    buyer_shown: buyerShownOf(order.facts),
    buyer_ip: fact('buyerIp'),
    tracking_no: fact('trackingNo'),
    address_key: order.keys.addressKey,
    recipient_key: order.keys.recipientKey,
    review: order.review,
    released_at: order.releasedAt,
    held_at: order.heldAt,
    class: order.class,
    is_urgent: order.isUrgent,
    verdict: order.verdict,
    marks: order.marks.length === 0 ? null : order.marks,
    is_history: order.isHistory,
    board_state: counted.state,
  };
}

const RECORD = `(index int, id bigint, shop_id text, order_no text, platform text, group_id text, facts jsonb, status text,
  stage text, stage_since float8, region text, province text, skus text[], phone_tail text, placed_at float8, placed_on date, ship_by float8, paid_at float8,
  amount_fen int, paid_fen int, refund_fen int, buyer_id text, buyer_shown text, buyer_ip text, tracking_no text,
  address_key text, recipient_key text, review text, released_at float8, held_at float8, class text, is_urgent boolean, verdict jsonb, marks jsonb, is_history boolean,
  board_state text)`;

async function insertNew(tx: Sql, fresh: readonly PooledOrder[], now: Instant): Promise<void> {
  if (fresh.length === 0) return;
  const rows = await tx.query<{ id: string; shop_id: string; order_no: string }>(
    `insert into orders (shop_id, order_no, platform, group_id, facts, status, stage, stage_since, region, province,
       skus, phone_tail, placed_at, placed_on, ship_by, paid_at, amount_fen, paid_fen, refund_fen, buyer_id, buyer_shown, buyer_ip, tracking_no,
       address_key, recipient_key, review, released_at, held_at, class, is_urgent, verdict, marks, is_history, board_state, created_at, updated_at)
     select shop_id, order_no, platform, group_id, facts, status, stage, at_ms(stage_since), region, province,
       skus, phone_tail, at_ms(placed_at), placed_on, at_ms(ship_by), at_ms(paid_at), amount_fen, paid_fen, refund_fen, buyer_id, buyer_shown, buyer_ip,
       tracking_no, address_key, recipient_key, review, at_ms(released_at), at_ms(held_at), class, is_urgent, verdict, marks, is_history, board_state,
       at_ms($2), at_ms($2)
     from jsonb_to_recordset($1::jsonb) r ${RECORD} order by shop_id, order_no
     on conflict (shop_id, order_no) do nothing returning id, shop_id, order_no`,
    [JSON.stringify(fresh.map(rowOf)), now],
  );
  if (rows.length !== fresh.length) throw new RetryBatch('an order of this batch was just created by another node');
  const ids = new Map(rows.map((row) => [`${row.shop_id}\n${row.order_no}`, row.id]));
  for (const order of fresh) {
    order.id = ids.get(`${order.shopId}\n${order.orderNo}`) ?? null;
    order.version = 1;
  }
}

async function updateKnown(tx: Sql, orders: readonly PooledOrder[], rows: string, now: Instant): Promise<void> {
  if (orders.length === 0) return;
  await tx.query(
    `update orders o set version = o.version + 1, updated_at = at_ms($2), facts = r.facts, status = r.status,
       stage = r.stage, stage_since = at_ms(r.stage_since), region = r.region, province = r.province,
       skus = r.skus, phone_tail = r.phone_tail,
       placed_at = at_ms(r.placed_at), placed_on = r.placed_on, ship_by = at_ms(r.ship_by), paid_at = at_ms(r.paid_at), amount_fen = r.amount_fen,
       paid_fen = r.paid_fen, refund_fen = r.refund_fen, buyer_id = r.buyer_id, buyer_shown = r.buyer_shown,
       buyer_ip = r.buyer_ip, tracking_no = r.tracking_no, address_key = r.address_key,
       recipient_key = r.recipient_key, review = r.review, released_at = at_ms(r.released_at),
       held_at = at_ms(r.held_at), class = r.class, is_urgent = r.is_urgent, verdict = r.verdict, marks = r.marks,
       board_state = r.board_state
     from jsonb_to_recordset($1::jsonb) r ${RECORD} where o.id = r.id`,
    [rows, now],
  );
  for (const order of orders) order.version += 1;
}

/** What a count must change by when an order moves from one place on the board to another. */
export function counterDeltas(before: Counted | null, after: Counted): (Counted & { n: number })[] {
  const isSame =
    before !== null &&
    before.state === after.state &&
    before.day === after.day &&
    before.region === after.region &&
    before.amountFen === after.amountFen;
  if (isSame) return [];
  const removed = before ? [{ ...before, n: -1, amountFen: -before.amountFen }] : [];
  return [...removed, { ...after, n: 1 }];
}

const deltasWrite = (deltas: readonly (Counted & { n: number })[]): Write => ({
  text: (rows) => `insert into counter_deltas (day, group_id, platform, region, state, n, amount_fen)
    select day, "groupId", platform, region, state, sum(n), sum("amountFen") from jsonb_to_recordset(${rows})
      r (day date, "groupId" text, platform text, region text, state text, n int, "amountFen" bigint)
    group by 1, 2, 3, 4, 5`,
  rows: deltas,
});

/** Appends counter deltas; they are folded into `counters` by a job. */
export const appendCounterDeltas = (tx: Sql, deltas: readonly (Counted & { n: number })[]): Promise<void> =>
  writeTogether(tx, [deltasWrite(deltas)]);

/** What is thrown rejects, so that the statement beside which it runs is still waited for. */
const later = async <T>(work: () => T): Promise<T> => work();

/**
 * Writes the orders of a judged batch back. What is recorded about them (personal values, log, counters, prices) comes
 * back as writes that are still to be made, since they need the ids of new orders.
 */
export async function storeOrders(
  { db: tx, keyring }: SealedDb<Sql>,
  orders: readonly PooledOrder[],
  now: Instant,
): Promise<Write[]> {
  const fresh = orders.filter((order) => order.id === null);
  const known = orders.filter((order) => order.id !== null);
  // While the database does the one, the next is made ready.
  const [, knownRows] = await Promise.all([insertNew(tx, fresh, now), later(() => JSON.stringify(known.map(rowOf)))]);
  const [, sealed] = await Promise.all([
    updateKnown(tx, known, knownRows, now),
    later(() => sealValues(orders, keyring)),
  ]);
  return [
    receiversWrite(sealed),
    eventsWrite(orders),
    decisionsWrite(orders, now),
    deltasWrite(orders.flatMap((order) => counterDeltas(order.counted, countedAs(order)))),
    pricesWrite(fresh),
  ];
}
