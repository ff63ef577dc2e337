/** Pushes are hours apart; beyond this a source is not heard any more, and where the parcel is now is unknown. */
export const STALE_AFTER = `interval '6 hours'`;

/** SQL over orders o: a parcel of it is followed, and its source has not been heard of late. */
export const IS_TRACE_STALE = `exists (select from parcel_orders po join parcels p on p.id = po.parcel_id
  where po.order_id = o.id and p.watch in ('waiting', 'watched') and coalesce(p.heard_at, 'epoch') < now() - ${STALE_AFTER})`;

/** SQL over orders o: its newest scan; null where there is none. */
export const LAST_SCAN_AT = `(select max(p.last_scan_at) from parcel_orders po join parcels p on p.id = po.parcel_id
  where po.order_id = o.id)`;
