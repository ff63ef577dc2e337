import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { type ConflictKind, type ConflictSide, TAKEN_FIELD } from '@/domain/order/conflicts';
import type { FactSource } from '@/domain/order/order';
import { assertCan } from '../can';
import type { Context, UserActor } from '../context';
import { notFound } from '../errors';
import type { LackingItem, ParcelScan, ParcelState } from '../links/outside-fact';
import { STALE_AFTER } from '../parcels/stale';
import type { Keyring } from '../privacy/keyring';
import { PURPOSE } from '../privacy/sealed-columns';

export const factsOfOrderInput = z.strictObject({ orderId: z.string().regex(/^\d{1,19}$/) });

export interface WarehouseProgress {
  readonly code: string;
  readonly linkName: string | null;
  readonly state: string;
  readonly isUrgent: boolean;
  readonly createdAt: Instant;
  /** It waits until then for others of its buyer; null: it waits no more. */
  readonly leavesAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly acceptDueAt: Instant | null;
  readonly isLate: boolean;
  readonly warehouseOrderNo: string | null;
  readonly reason: string | null;
  readonly reports: readonly {
    readonly status: string;
    readonly at: Instant;
    readonly detail: string;
    readonly lacking: readonly LackingItem[] | null;
  }[];
}

export interface ParcelView {
  readonly trackingNo: string;
  readonly carrier: string;
  readonly watch: 'waiting' | 'watched' | 'refused' | 'ended';
  readonly refusal: string | null;
  readonly state: ParcelState | null;
  readonly collectedAt: Instant | null;
  readonly signedAt: Instant | null;
  readonly heardAt: Instant | null;
  /** Nothing was told for so long that where the parcel is now is unknown. */
  readonly isStale: boolean;
  readonly scans: readonly ParcelScan[];
}

export interface PaymentView {
  readonly kind: 'payment' | 'refund';
  readonly number: string;
  readonly state: string;
  readonly amountFen: number;
  readonly at: Instant;
  readonly linkName: string | null;
}

export interface ConflictView {
  readonly kind: ConflictKind;
  readonly sides: readonly ConflictSide[];
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly version: number;
  /** Who took which side, and why; null while it is open, or when the sources agreed by themselves. */
  readonly taken: { readonly source: FactSource; readonly by: string; readonly reason: string } | null;
  /** Taking a side changes what counts. */
  readonly isValueTaken: boolean;
}

/** What warehouse, couriers and payment services say of one order, and where sources contradict each other. */
export interface OrderOutside {
  readonly warehouse: readonly WarehouseProgress[];
  readonly parcels: readonly ParcelView[];
  readonly payments: readonly PaymentView[];
  readonly conflicts: readonly ConflictView[];
}

const WAREHOUSE = `select w.code, l.name as "linkName", w.state, w.is_urgent as "isUrgent", w.created_at as "createdAt",
    case when w.state = 'waiting' then w.leaves_at end as "leavesAt", w.sent_at as "sentAt", w.accepted_at as "acceptedAt", w.accept_due_at as "acceptDueAt",
    coalesce(w.accept_due_at < now() and w.accepted_at is null and w.state in ('sending', 'sent'), false) as "isLate",
    w.warehouse_order_no as "warehouseOrderNo", w.reason,
    (select coalesce(jsonb_agg(jsonb_build_object('status', r.status, 'at', extract(epoch from r.at) * 1000,
       'detail', r.detail, 'lacking', r.lacking) order by r.at desc, r.id desc), '[]')
     from warehouse_reports r where r.warehouse_order_id = w.id) as reports
  from warehouse_orders w left join links l on l.id = w.link_id where w.order_id = $1::bigint order by w.attempt desc`;

const PARCELS = `select p.tracking_no as "trackingNo", p.carrier, p.watch, p.refusal, p.state, p.collected_at as "collectedAt",
    p.signed_at as "signedAt", p.heard_at as "heardAt",
    p.watch in ('waiting', 'watched') and coalesce(p.heard_at, 'epoch') < now() - ${STALE_AFTER} as "isStale",
    p.scans_sealed as sealed
  from parcel_orders po join parcels p on p.id = po.parcel_id where po.order_id = $1::bigint order by p.id`;

const PAYMENTS = `select n.kind, n.number, n.state, n.amount_fen as "amountFen", n.at, l.name as "linkName"
  from payment_notices n left join links l on l.id = n.link_id where n.order_id = $1::bigint order by n.at, n.id`;

const CONFLICTS = `select x.kind, x.sides, x.opened_at as "openedAt", x.closed_at as "closedAt", x.version,
    case when x.taken_source is not null then jsonb_build_object('source', x.taken_source,
      'by', coalesce((select name from users where id = x.closed_by), ''), 'reason', x.taken_reason) end as taken
  from order_conflicts x where x.order_id = $1::bigint and (x.closed_at is null or x.taken_source is not null)
  order by x.closed_at is not null, x.opened_at, x.kind`;

type SealedParcel = Omit<ParcelView, 'scans'> & { readonly sealed: Buffer | null };

function openParcel(keyring: Keyring, { sealed, ...parcel }: SealedParcel): ParcelView {
  const scans = sealed === null ? [] : (JSON.parse(keyring.openText(sealed, PURPOSE.parcelScans)) as ParcelScan[]);
  return { ...parcel, scans };
}

/** Everything outside sources say of one order. Orders of another group are not found. */
export async function factsOfOrder(
  ctx: Context<UserActor>,
  { orderId }: z.infer<typeof factsOfOrderInput>,
): Promise<OrderOutside> {
  const [order] = await ctx.db.query<{ groupId: string }>(
    'select group_id as "groupId" from orders where id = $1::bigint',
    [orderId],
  );
  if (!order) throw notFound('order');
  assertCan(ctx.actor, 'facts.ofOrder', { groupId: order.groupId }, 'order');
  const [warehouse, parcels, payments, conflicts] = await Promise.all([
    ctx.db.query<WarehouseProgress>(WAREHOUSE, [orderId]),
    ctx.db.query<SealedParcel>(PARCELS, [orderId]),
    ctx.db.query<PaymentView>(PAYMENTS, [orderId]),
    ctx.db.query<ConflictView>(CONFLICTS, [orderId]),
  ]);
  return {
    warehouse,
    payments,
    parcels: parcels.map((parcel) => openParcel(ctx.keyring, parcel)),
    conflicts: conflicts.map((one) => ({ ...one, isValueTaken: TAKEN_FIELD[one.kind] !== null })),
  };
}
