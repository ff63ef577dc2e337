import type { Sql } from '@/db/client';
import { isClosed } from '@/domain/order/lifecycle';
import { factOf, saidBy } from '@/domain/order/merge-events';
import { kuaidi100Carrier } from '@/domain/parcel/carriers';
import { lifecycleOfPooled, type PooledOrder } from '@/server/pipeline/pooled-order';

const TRACKING_NO = /^[0-9A-Za-z-]{6,40}$/;

const FOLLOW = `with r as (
    select r.*, s.link_id from jsonb_to_recordset($1::jsonb) r (order_id bigint, shop_id text, tracking_no text, carrier text)
    join link_shops s on s.kind = 'kuaidi100' and s.shop_id = r.shop_id join links l on l.id = s.link_id and l.is_active),
  made as (insert into parcels (tracking_no, carrier, link_id)
    select distinct on (tracking_no) tracking_no, carrier, link_id from r order by tracking_no, order_id
    on conflict (tracking_no) do nothing returning id, tracking_no),
  known as (select id, tracking_no from made
    union all select p.id, p.tracking_no from parcels p where p.tracking_no in (select tracking_no from r)),
  tied as (insert into parcel_orders (parcel_id, order_id)
    select k.id, r.order_id from r join known k using (tracking_no) order by 1, 2 on conflict do nothing)
  insert into outbox (kind, payload, idempotency_key)
  select 'parcel.subscribe', jsonb_build_object('parcelId', id::text), 'parcel.subscribe:' || id || ':1' from made
  on conflict (idempotency_key) do nothing`;

/** Every parcel that somebody named for an order: the platform's, and all of the warehouse's. */
function parcelNosOf({ facts }: PooledOrder): string[] {
  const named = [factOf(facts, 'trackingNo') ?? '', ...(saidBy(facts, 'parcelNos', ['wms'])?.value ?? [])];
  return [...new Set(named.map((no) => no.replace(/\s/g, '')))].filter((no) => TRACKING_NO.test(no));
}

/** Subscribes to the traces of the open orders' parcels, once each, where the shop has a link for traces. */
export async function followParcels(tx: Sql, orders: readonly PooledOrder[]): Promise<void> {
  const rows = orders.flatMap((order) => {
    if (order.id === null || order.isHistory || isClosed(lifecycleOfPooled(order))) return [];
    const carrier = kuaidi100Carrier(factOf(order.facts, 'carrier') ?? '');
    return parcelNosOf(order).map((no) => ({ order_id: order.id, shop_id: order.shopId, tracking_no: no, carrier }));
  });
  if (rows.length > 0) await tx.query(FOLLOW, [JSON.stringify(rows)]);
}
