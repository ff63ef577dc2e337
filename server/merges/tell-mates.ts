import type { Database, Sql } from '@/db/client';
import { announceOutside } from '../warehouse/announce';
import { APART } from './apart';
import { MEMBERS_MAX } from './join';
import { fillKeys } from './keep-keys';

const AT_MOST = 200;

interface Unsought {
  readonly orderId: string;
  readonly isKeyed: boolean;
}

/** Two open orders of one buyer that nobody merged. */
interface Pair {
  readonly orderId: string;
  readonly orderNo: string;
  readonly mateId: string;
  readonly mateNo: string;
  /** The first is released, waits for nothing, and its log does not name the other yet. */
  readonly isNews: boolean;
}

const UNSOUGHT = `select order_id::text as "orderId", merge_key is not null or state = 'ended' as "isKeyed"
  from merge_keys where sought_at is null order by order_id limit ${AT_MOST}`;

/** Whom it concerns that something is otherwise with k: a parcel's worth of them. */
const NEAR = `select x.order_id from merge_keys x
  where x.merge_key in (k.merge_key, k.former_key) and x.order_id <> k.order_id and x.state <> 'ended' limit ${MEMBERS_MAX}`;

/** Most orders are the only one of their buyer: nobody waits for them, nor they for anybody. */
const SETTLE_LONELY = `with lonely as (select k.order_id, k.state from merge_keys k
    where k.order_id = any($1::bigint[]) and k.sought_at is null and not exists (${NEAR}) for update of k skip locked),
  gone as (delete from merge_keys k using lonely l where l.order_id = k.order_id and l.state = 'ended' returning 1),
  kept as (update merge_keys k set sought_at = now(), former_key = null from lonely l
    where l.order_id = k.order_id and l.state <> 'ended' returning 1)
  select ((select count(*) from gone) + (select count(*) from kept))::int as n`;

const LOCK = `select o.id::text as id from orders o where o.id = any($1::bigint[]) or o.id = any(array(
    select x.order_id from merge_keys k, lateral (${NEAR}) x where k.order_id = any($1::bigint[])))
  order by o.shop_id, o.order_no for no key update`;

const PAIRS = `select a.id::text as "orderId", a.order_no as "orderNo", b.id::text as "mateId", b.order_no as "mateNo",
    k.state = 'released' and not x.order_id = any(k.left_apart_from) and not exists (select from warehouse_orders w
      where w.order_id = k.order_id and (w.state = 'waiting' or x.order_id = any(w.left_apart_from))) as "isNews"
  from merge_keys k join merge_keys x on ${APART} join orders a on a.id = k.order_id join orders b on b.id = x.order_id
  where k.order_id = any($1::bigint[]) and x.order_id = any($2::bigint[]) order by k.order_id, x.order_id`;

const NOTE = `with r as (select * from jsonb_to_recordset($1::jsonb) r (order_id bigint, mates bigint[], nos text[])),
  noted as (update merge_keys k set left_apart_from =
      (select array_agg(distinct m) from unnest(k.left_apart_from || r.mates) m) from r where r.order_id = k.order_id)
  insert into order_log (order_id, actor, action, detail)
    select order_id, 'system', 'merge.left-apart', jsonb_build_object('from', nos, 'reason', '') from r`;

/** The logs of both say that they go apart: of the one that leaves, and of the one that it leaves behind. */
async function noteApart(tx: Sql, pairs: readonly Pair[]): Promise<void> {
  const others = new Map<string, Map<string, string>>();
  const note = (orderId: string, mateId: string, mateNo: string) =>
    others.set(orderId, (others.get(orderId) ?? new Map<string, string>()).set(mateId, mateNo));
  for (const { orderId, orderNo, mateId, mateNo } of pairs) {
    note(orderId, mateId, mateNo);
    note(mateId, orderId, orderNo);
  }
  const rows = [...others].map(([id, mates]) => ({ order_id: id, mates: [...mates.keys()], nos: [...mates.values()] }));
  if (rows.length > 0) await tx.query(NOTE, [JSON.stringify(rows)]);
}

/** Those that have others, or had. Their locks come first, as the pipeline takes them: in the order of the orders' keys. */
async function settleTogether(tx: Sql, orderIds: readonly string[]): Promise<void> {
  const concerned = (await tx.query<{ id: string }>(LOCK, [orderIds])).map(({ id }) => id);
  const pairs = await tx.query<Pair>(PAIRS, [orderIds, concerned]);
  await noteApart(
    tx,
    pairs.filter(({ isNews }) => isNews),
  );
  await tx.query('update merge_keys set has_mates = true where order_id = any($1::bigint[]) and not has_mates', [
    pairs.flatMap(({ orderId, mateId }) => [orderId, mateId]),
  ]);
  await tx.query(`delete from merge_keys where order_id = any($1::bigint[]) and state = 'ended'`, [orderIds]);
  await tx.query('update merge_keys set sought_at = now(), former_key = null where order_id = any($1::bigint[])', [
    orderIds,
  ]);
  await announceOutside(tx, concerned);
}

const TOGETHER = `select k.order_id::text as "orderId" from merge_keys k
  where k.order_id = any($1::bigint[]) and k.sought_at is null and exists (${NEAR})`;

/**
 * Looks for the other open orders of those buyers whose orders came in, were held, released or ended since. Whoever has one of
 * them open learns of it, and an order that is released without another says so in its log. Each step is a transaction of its
 * own: one that held keys while it waits for orders could wait for a batch that waits for it. Returns how many were settled.
 */
export async function tellMates(db: Database): Promise<number> {
  const unsought = await db.query<Unsought>(UNSOUGHT);
  const idsOf = (isKeyed: boolean) => unsought.flatMap((one) => (one.isKeyed === isKeyed ? [one.orderId] : []));
  const [keyed, unkeyed] = [idsOf(true), idsOf(false)];
  if (unkeyed.length > 0) await db.tx((tx) => fillKeys(tx, unkeyed));
  if (keyed.length === 0) return unkeyed.length;
  const [lonely] = await db.query<{ n: number }>(SETTLE_LONELY, [keyed]);
  const together = (await db.query<{ orderId: string }>(TOGETHER, [keyed])).map(({ orderId }) => orderId);
  if (together.length > 0) await db.tx((tx) => settleTogether(tx, together));
  return unkeyed.length + (lonely?.n ?? 0) + together.length;
}
