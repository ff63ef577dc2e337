import type { Sql } from '@/db/client';
import { announceOutside } from '../warehouse/announce';
import { unitOf, type Waiting } from './waiting';

/** Who has orders leave, and why; system: their wait is over. */
export interface Leaving {
  readonly by: string;
  readonly reason: string;
}

const SEND = `with r as (select * from jsonb_to_recordset($1::jsonb) r (id bigint, lead bigint)),
    sent as (update warehouse_orders w set state = 'sending',
        code = 'TW' || l.order_id || case when l.attempt > 1 then '-' || l.attempt else '' end
      from r join warehouse_orders l on l.id = r.lead where w.id = r.id and w.state = 'waiting' returning w.code, w.order_id),
    again as (update merge_keys k set sought_at = null from sent s where s.order_id = k.order_id)
  insert into outbox (kind, payload, idempotency_key)
    select distinct 'warehouse.create', jsonb_build_object('code', code), 'warehouse.create:' || code from sent
    on conflict (idempotency_key) do nothing`;

const APART = `update warehouse_orders w set left_apart_from =
    (select array_agg(distinct x) from unnest(w.left_apart_from || r.apart) x)
  from jsonb_to_recordset($1::jsonb) r (id bigint, apart bigint[]) where w.id = r.id`;

/** The others that an order could have gone with: of its key, in no unit with it, and wanted apart by nobody. */
function apartFrom(order: Waiting, others: readonly Waiting[]): readonly Waiting[] {
  if (order.isKeptApart || order.mode === 'off') return [];
  return others.filter((other) => !other.isKeptApart && unitOf(other) !== unitOf(order));
}

async function tellApart(tx: Sql, apart: readonly (readonly [Waiting, readonly Waiting[]])[], how: Leaving) {
  await tx.query(APART, [
    JSON.stringify(apart.map(([{ id }, others]) => ({ id, apart: others.map(({ orderId }) => orderId) }))),
  ]);
  await tx.query(
    `insert into order_log (order_id, actor, action, detail) select order_id, $2, 'merge.left-apart', detail
     from jsonb_to_recordset($1::jsonb) r (order_id bigint, detail jsonb)`,
    [
      JSON.stringify(
        apart.map(([{ orderId }, others]) => ({
          order_id: orderId,
          detail: { from: others.map(({ orderNo }) => orderNo), reason: how.reason },
        })),
      ),
      how.by,
    ],
  );
}

/**
 * Gives some of the locked orders of one key to their warehouse, whole merges each under one code. Those that could have been
 * merged and were not are marked, and their logs say so: nothing leaves apart in silence.
 */
export async function leave(
  tx: Sql,
  waiting: readonly Waiting[],
  mayLeave: (order: Waiting) => boolean,
  how: Leaving,
): Promise<number> {
  const units = new Set(waiting.filter(mayLeave).map(unitOf));
  const leaving = waiting.filter((order) => units.has(unitOf(order)));
  if (leaving.length === 0) return 0;
  // In the order of their ids, so that the first of a unit is the one that lends it its code.
  const leadOf = new Map<string, string>();
  for (const order of leaving) if (!leadOf.has(unitOf(order))) leadOf.set(unitOf(order), order.id);
  await tx.query(SEND, [JSON.stringify(leaving.map((order) => ({ id: order.id, lead: leadOf.get(unitOf(order)) })))]);
  const staying = waiting.filter((order) => !units.has(unitOf(order)));
  const apart = [
    ...leaving.map((order) => [order, apartFrom(order, waiting)] as const),
    ...staying.map((order) => [order, apartFrom(order, leaving)] as const),
  ].filter(([, others]) => others.length > 0);
  if (apart.length > 0) await tellApart(tx, apart, how);
  await announceOutside(
    tx,
    waiting.map(({ orderId }) => orderId),
  );
  return leaving.length;
}
