import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { type MergeEvidence, mergeKeyOf } from '@/domain/merge/merge-key';
import { type AloneReason, whyAlone } from '@/domain/merge/why-alone';
import { assertCan, can } from '../can';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from '../pipeline/pool';
import { UNDER_WAY } from '../warehouse/give-orders';
import { APART } from './apart';
import { MEMBERS_MAX } from './join';
import { orderIdField } from './reach';
import type { MergeMode } from './waiting';

export const mergesOfOrderInput = z.strictObject({ orderId: orderIdField });

/** Another order of the same buyer to the same address. */
export interface MergeMate {
  readonly orderId: string;
  readonly orderNo: string;
  readonly amountFen: number | null;
  readonly placedAt: Instant;
}

/** Where an open order stands: held by the review, waiting to be merged, given to its warehouse, or released and given to none. */
export type MateState = 'held' | 'waiting' | 'left' | 'released';

/** Why an order waits for no others when it is released. */
export type AtOnceReason = 'no-warehouse' | 'no-wait' | 'urgent';

export interface OrderMerge {
  readonly mergeId: string;
  /** '' = put together automatically. */
  readonly reason: string;
  /** null: the product itself. */
  readonly byName: string | null;
  readonly madeAt: Instant;
  /** The order itself among them. */
  readonly members: readonly MergeMate[];
}

/** A merge that the order was in. */
export interface PastMerge {
  readonly at: Instant;
  readonly byName: string | null;
  readonly reason: string;
}

export interface OrderMerging {
  readonly mode: MergeMode;
  /** Why it stays by itself; null while it waits and may be merged. */
  readonly whyAlone: AloneReason | null;
  /** How it is known who belongs with it; null where it is not known. */
  readonly evidence: MergeEvidence | null;
  /** When it goes to the warehouse; null when it does not wait. */
  readonly leavesAt: Instant | null;
  readonly isKeptApart: boolean;
  readonly merge: OrderMerge | null;
  /** What it could be merged with and is not. */
  readonly candidates: readonly (MergeMate & { readonly isMerged: boolean; readonly isKeptApart: boolean })[];
  /** Other open orders of the buyer to the same address that are not merged with it, and do not wait beside it. */
  readonly others: readonly (MergeMate & { readonly state: MateState; readonly isUrgent: boolean })[];
  /** How many parcels it and what is open beside it make as things stand. */
  readonly parcels: number;
  /** null: released, it waits `waitMinutes` to be merged. */
  readonly atOnce: AtOnceReason | null;
  readonly waitMinutes: number;
  /** What it could have been merged with when it left. */
  readonly leftApartFrom: readonly MergeMate[];
  readonly past: readonly PastMerge[];
}

interface Row {
  readonly mode: MergeMode;
  readonly leavesAt: Instant | null;
  readonly isKeptApart: boolean | null;
  readonly merge: Omit<OrderMerge, 'members'> | null;
  readonly members: readonly Mate[];
  readonly candidates: readonly (Unit & { isMerged: boolean; isKeptApart: boolean })[];
  readonly others: readonly (Unit & { state: MateState; isUrgent: boolean })[];
  readonly hasWarehouse: boolean;
  readonly waitMinutes: number;
  readonly apart: readonly Mate[];
  readonly past: readonly PastMerge[];
}
/** unit: what goes as one parcel with it. */
type Mate = MergeMate & { readonly groupId: string; readonly unit?: string };
type Unit = Mate & { readonly unit: string };

const MS = (column: string) => `round(extract(epoch from ${column}) * 1000)`;
const MATE = `'orderId', x.id::text, 'orderNo', x.order_no, 'amountFen', x.amount_fen, 'placedAt', ${MS('x.placed_at')},
  'groupId', x.group_id`;
const list = (object: string, order: string): string =>
  `(select coalesce(jsonb_agg(jsonb_build_object(${object}) order by ${order}), '[]')`;

const UNIT = `'unit', coalesce('m' || y.merge_id, 'o' || x.id)`;

/** Open orders that do not wait beside it: a parcel's worth of them. */
const OTHERS = `(select z.*, case when z.review = 'held' then 'held' when c.state = 'waiting' then 'waiting'
      when c.state is null then 'released' else 'left' end as state
    from merge_keys k join merge_keys x on ${APART} join orders z on z.id = x.order_id
      left join warehouse_orders c on c.order_id = z.id and c.state in ${UNDER_WAY}
    where k.order_id = o.id and not (w.id is not null and coalesce(c.state, '') = 'waiting')
    order by z.id limit ${MEMBERS_MAX}) x
  left join merge_members y on y.order_id = x.id and y.split_at is null`;

const READ = `select s.merge_mode as mode, w.leaves_at as "leavesAt", w.is_kept_apart as "isKeptApart",
    (select jsonb_build_object('mergeId', g.id::text, 'reason', g.reason, 'madeAt', ${MS('g.made_at')}, 'byName',
       (select name from users where id = g.made_by)) from merges g where g.id = m.merge_id) as merge,
    ${list(MATE, 'x.placed_at, x.id')} from merge_members c join orders x on x.id = c.order_id
      where c.merge_id = m.merge_id and c.split_at is null) as members,
    ${list(`${MATE}, ${UNIT}, 'isMerged', y.merge_id is not null, 'isKeptApart', c.is_kept_apart`, 'x.placed_at, x.id')}
      from warehouse_orders c join orders x on x.id = c.order_id
        left join merge_members y on y.order_id = c.order_id and y.split_at is null
      where c.state = 'waiting' and c.merge_key = w.merge_key and c.order_id <> o.id
        and (y.merge_id is null or y.merge_id is distinct from m.merge_id)) as candidates,
    ${list(`${MATE}, ${UNIT}, 'isUrgent', x.is_urgent, 'state', x.state`, 'x.placed_at, x.id')} from ${OTHERS}) as others,
    exists (select from link_shops v join links u on u.id = v.link_id and u.is_active
      where v.shop_id = s.id and v.kind = 'qimen') as "hasWarehouse", s.merge_wait_minutes as "waitMinutes",
    ${list(MATE, 'x.placed_at, x.id')} from orders x where x.id = any(
      (select l.left_apart_from from warehouse_orders l where l.order_id = o.id order by l.attempt desc limit 1)::bigint[])) as apart,
    ${list(`'at', ${MS('h.split_at')}, 'byName', (select name from users where id = h.split_by), 'reason', h.split_reason`, 'h.id desc')}
      from merge_members h where h.order_id = o.id and h.split_at is not null) as past
  from orders o join shops s on s.id = o.shop_id
    left join warehouse_orders w on w.order_id = o.id and w.state = 'waiting'
    left join merge_members m on m.order_id = o.id and m.split_at is null
  where o.id = $1::bigint`;

/** Leaves out what the actor may not see, and what told that. */
function seen<M extends Mate>(actor: UserActor, mates: readonly M[]): Omit<M, 'groupId' | 'unit'>[] {
  return mates.flatMap(({ groupId, unit, ...mate }) => (can(actor, 'merges.ofOrder', { groupId }) ? [mate] : []));
}

/** What goes apart from it as things stand, each parcel once. */
const parcelsOf = ({ candidates, others }: Row): number =>
  1 + new Set([...candidates.filter(({ isKeptApart }) => !isKeptApart), ...others].map(({ unit }) => unit)).size;

function atOnceOf({ hasWarehouse, waitMinutes }: Row, isUrgent: boolean): AtOnceReason | null {
  if (!hasWarehouse) return 'no-warehouse';
  if (waitMinutes === 0) return 'no-wait';
  return isUrgent ? 'urgent' : null;
}

/** What an order is merged with, could be merged with, or could have been. Orders of another group are not found. */
export async function mergesOfOrder(
  ctx: Context<UserActor>,
  { orderId }: z.infer<typeof mergesOfOrderInput>,
): Promise<OrderMerging> {
  const [stored] = await ctx.db.query<OrderRow>(`select ${ORDER_COLUMNS} from orders o where o.id = $1::bigint`, [
    orderId,
  ]);
  if (!stored) throw notFound('order');
  assertCan(ctx.actor, 'merges.ofOrder', { groupId: stored.group_id }, 'order');
  const [row] = await ctx.db.query<Row>(READ, [orderId]);
  if (!row) throw notFound('order');
  const order = pooledFromRow(stored, 0);
  const members = seen(ctx.actor, row.members);
  return {
    mode: row.mode,
    whyAlone: whyAlone(order, row.leavesAt !== null),
    evidence: mergeKeyOf(order)?.evidence ?? null,
    leavesAt: row.leavesAt,
    isKeptApart: row.isKeptApart ?? false,
    merge: row.merge !== null && row.members.length > 1 ? { ...row.merge, members } : null,
    candidates: seen(ctx.actor, row.candidates),
    others: seen(ctx.actor, row.others).filter((one) => row.apart.every(({ orderId: id }) => id !== one.orderId)),
    parcels: parcelsOf(row),
    atOnce: atOnceOf(row, order.isUrgent),
    waitMinutes: row.waitMinutes,
    leftApartFrom: seen(ctx.actor, row.apart),
    past: row.past,
  };
}
