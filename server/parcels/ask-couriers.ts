import type { Database } from '@/db/client';
import { STAGE_LIMITS } from '@/domain/clocks/stage-limits';

const AT_ONCE = 100;
/** What was told within this time need not be asked for. */
const FRESH = `interval '30 minutes'`;

const limitOf = (stage: 'collection' | 'delivery'): string =>
  `interval '${STAGE_LIMITS[stage].limitMs / 1_000} seconds'`;

/**
 * Asks the courier once, live, when an order reaches the limit of its collection or delivery and nothing was told of its
 * parcel of late: pushes are hours apart. Returns how many parcels are asked about.
 */
export function askCouriers(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const asked = await tx.query(
      `with due as (select p.id from parcels p join links l on l.id = p.link_id and l.is_active
           and l.settings->>'customer' <> ''
         where p.watch = 'watched' and p.asked_at is null and coalesce(p.heard_at, 'epoch') < now() - ${FRESH}
           and exists (select from parcel_orders po join orders o on o.id = po.order_id where po.parcel_id = p.id
             and (o.stage = 'collection' and o.stage_since < now() - ${limitOf('collection')}
               or o.stage = 'delivery' and greatest(o.stage_since, p.last_scan_at) < now() - ${limitOf('delivery')}))
         order by p.id limit ${AT_ONCE} for update of p skip locked),
       marked as (update parcels p set asked_at = now() from due where p.id = due.id returning p.id)
       insert into outbox (kind, payload, idempotency_key)
       select 'parcel.ask', jsonb_build_object('parcelId', id::text), 'parcel.ask:' || id from marked
       on conflict (idempotency_key) do nothing returning 1`,
    );
    return asked.length;
  });
}
