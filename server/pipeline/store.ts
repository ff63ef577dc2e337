import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { stageOf, stageSince } from '@/domain/order/lifecycle';
import { textOf } from '@/domain/order/mask';
import { factOf } from '@/domain/order/merge-events';
import { type Counted, countedAs, lifecycleOfPooled, type PooledOrder, placedAtOf, provinceOf } from './pooled-order';

/** Two nodes met the same new order at once; the batch is simply run again. */
export class RetryBatch extends Error {}

function rowOf(order: PooledOrder, index: number) {
  const life = lifecycleOfPooled(order);
  const counted = countedAs(order);
  const fact = <F extends Parameters<typeof factOf>[1]>(field: F) => factOf(order.facts, field);
  const receiver = fact('receiver');
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
    placed_at: placedAtOf(order),
    placed_on: counted.day,
    paid_at: life.paidAt,
    amount_fen: fact('amountFen'),
    paid_fen: fact('paidFen'),
    refund_fen: fact('refundFen'),
    buyer_id: fact('buyerId'),
    buyer_shown: textOf(fact('buyerName')) || textOf(receiver?.name ?? null),
    buyer_ip: fact('buyerIp'),
    tracking_no: fact('trackingNo'),
    review: order.review,
    released_at: order.releasedAt,
    held_at: order.heldAt,
    class: order.class,
    is_urgent: order.isUrgent,
    verdict: order.verdict,
    is_history: order.isHistory,
    board_state: counted.state,
  };
}

const RECORD = `(index int, id bigint, shop_id text, order_no text, platform text, group_id text, facts jsonb, status text,
  stage text, stage_since float8, region text, province text, placed_at float8, placed_on date, paid_at float8,
  amount_fen int, paid_fen int, refund_fen int, buyer_id text, buyer_shown text, buyer_ip text, tracking_no text,
  review text, released_at float8, held_at float8, class text, is_urgent boolean, verdict jsonb, is_history boolean,
  board_state text)`;

async function insertNew(tx: Sql, orders: readonly PooledOrder[], now: Instant): Promise<void> {
  const fresh = orders.filter((order) => order.id === null);
  if (fresh.length === 0) return;
  const rows = await tx.query<{ id: string; shop_id: string; order_no: string }>(
    `insert into orders (shop_id, order_no, platform, group_id, facts, status, stage, stage_since, region, province,
       placed_at, placed_on, paid_at, amount_fen, paid_fen, refund_fen, buyer_id, buyer_shown, buyer_ip, tracking_no,
       review, released_at, held_at, class, is_urgent, verdict, is_history, board_state, created_at, updated_at)
     select shop_id, order_no, platform, group_id, facts, status, stage, at_ms(stage_since), region, province,
       at_ms(placed_at), placed_on, at_ms(paid_at), amount_fen, paid_fen, refund_fen, buyer_id, buyer_shown, buyer_ip,
       tracking_no, review, at_ms(released_at), at_ms(held_at), class, is_urgent, verdict, is_history, board_state,
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

async function updateKnown(tx: Sql, orders: readonly PooledOrder[], now: Instant): Promise<void> {
  if (orders.length === 0) return;
  await tx.query(
    `update orders o set version = o.version + 1, updated_at = at_ms($2), facts = r.facts, status = r.status,
       stage = r.stage, stage_since = at_ms(r.stage_since), region = r.region, province = r.province,
       placed_at = at_ms(r.placed_at), placed_on = r.placed_on, paid_at = at_ms(r.paid_at), amount_fen = r.amount_fen,
       paid_fen = r.paid_fen, refund_fen = r.refund_fen, buyer_id = r.buyer_id, buyer_shown = r.buyer_shown,
       buyer_ip = r.buyer_ip, tracking_no = r.tracking_no, review = r.review, released_at = at_ms(r.released_at),
       held_at = at_ms(r.held_at), class = r.class, is_urgent = r.is_urgent, verdict = r.verdict,
       board_state = r.board_state
     from jsonb_to_recordset($1::jsonb) r ${RECORD} where o.id = r.id`,
    [JSON.stringify(orders.map(rowOf)), now],
  );
  for (const order of orders) order.version += 1;
}

async function storePersonal(tx: Sql, orders: readonly PooledOrder[]): Promise<void> {
  const rows = orders.flatMap((order) => {
    const shown = factOf(order.facts, 'receiver');
    return order.plain && shown ? [{ order_id: order.id, ...order.plain, shown }] : [];
  });
  if (rows.length === 0) return;
  await tx.query(
    `insert into order_receivers (order_id, name, phone, province, city, district, street, detail, shown)
     select order_id, name, phone, province, city, district, street, detail, shown
     from jsonb_to_recordset($1::jsonb) r (order_id bigint, name text, phone text, province text, city text,
       district text, street text, detail text, shown jsonb) order by order_id
     on conflict (order_id) do update set name = excluded.name, phone = excluded.phone, province = excluded.province,
       city = excluded.city, district = excluded.district, street = excluded.street, detail = excluded.detail,
       shown = excluded.shown`,
    [JSON.stringify(rows)],
  );
}

async function storeLog(tx: Sql, orders: readonly PooledOrder[], now: Instant): Promise<void> {
  const events = orders.flatMap((order) =>
    order.statements.map(({ inboxId, event, receivedAt }) => ({
      order_id: order.id,
      inbox_id: inboxId,
      kind: event.kind,
      source: event.source,
      status: event.fields.status ?? null,
      at: event.at,
      seen_at: receivedAt,
      cleaning: event.cleaning,
    })),
  );
  const decisions = orders.flatMap((order) => order.decisions.map((made) => ({ order_id: order.id, ...made })));
  await tx.query(
    `with said as (
       insert into order_events (order_id, inbox_id, kind, source, status, at, seen_at, cleaning)
       select order_id, inbox_id, kind, source, status, at_ms(at), at_ms(seen_at), cleaning from jsonb_to_recordset($1::jsonb)
         r (order_id bigint, inbox_id bigint, kind text, source text, status text, at float8, seen_at float8, cleaning jsonb)
       on conflict (order_id, inbox_id) do nothing)
     insert into order_log (order_id, at, actor, action, detail)
     select order_id, at_ms($3), 'system', action, detail from jsonb_to_recordset($2::jsonb)
       r (order_id bigint, action text, detail jsonb)`,
    [JSON.stringify(events), JSON.stringify(decisions), now],
  );
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

/** Appends counter deltas; they are folded into `counters` by a job. */
export async function appendCounterDeltas(tx: Sql, deltas: readonly (Counted & { n: number })[]): Promise<void> {
  if (deltas.length === 0) return;
  await tx.query(
    `insert into counter_deltas (day, group_id, platform, region, state, n, amount_fen)
     select day, "groupId", platform, region, state, n, "amountFen" from jsonb_to_recordset($1::jsonb)
       r (day date, "groupId" text, platform text, region text, state text, n int, "amountFen" bigint)`,
    [JSON.stringify(deltas)],
  );
}

async function storePrices(tx: Sql, fresh: readonly PooledOrder[]): Promise<void> {
  const prices = fresh.flatMap((order) =>
    (factOf(order.facts, 'lines') ?? []).map((line) => ({ shop: order.shopId, sku: line.sku, fen: line.unitPriceFen })),
  );
  if (prices.length === 0) return;
  await tx.query(
    `insert into sku_prices (shop_id, sku, recent_fen)
     select shop, sku, array_agg(fen) from jsonb_to_recordset($1::jsonb) r (shop text, sku text, fen int)
     where sku <> '' group by shop, sku order by shop, sku
     on conflict (shop_id, sku) do update set recent_fen = (excluded.recent_fen || sku_prices.recent_fen)[1:50]`,
    [JSON.stringify(prices)],
  );
}

/** Writes a judged batch back: orders, personal values, log, counters and prices, each as one set-based statement. */
export async function storeOrders(tx: Sql, orders: readonly PooledOrder[], now: Instant): Promise<void> {
  const fresh = orders.filter((order) => order.id === null);
  const known = orders.filter((order) => order.id !== null);
  await insertNew(tx, orders, now);
  await updateKnown(tx, known, now);
  await storePersonal(tx, orders);
  await storeLog(tx, orders, now);
  await appendCounterDeltas(
    tx,
    orders.flatMap((order) => counterDeltas(order.counted, countedAs(order))),
  );
  await storePrices(tx, fresh);
}
