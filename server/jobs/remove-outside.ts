import type { Database, Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';

const CHUNK = 500;

async function inChunks(db: Database, step: (tx: Sql) => Promise<number>): Promise<number> {
  let removed = 0;
  let last = CHUNK;
  while (last === CHUNK) {
    last = await db.tx(step);
    removed += last;
  }
  return removed;
}

/** The raw bodies of what came from links long ago; that they came, and their keys, stay. One still to be read is kept. */
export const removeLinkBodies = (db: Database, limit: Instant): Promise<number> =>
  inChunks(db, async (tx) => {
    const gone = await tx.query(
      `update link_messages set sealed_body = null where id in (
         select id from link_messages where sealed_body is not null and state in (1, 2) and received_at < at_ms($1)
         order by received_at limit ${CHUNK} for update skip locked) returning 1`,
      [limit],
    );
    return gone.length;
  });

/** The words of the scans of parcels whose orders closed long ago: they may name people. When and where to stays. */
export const removeScans = (db: Database, limit: Instant): Promise<number> =>
  inChunks(db, async (tx) => {
    const gone = await tx.query(
      `update parcels set scans_sealed = null where id in (
         select p.id from parcels p where p.scans_sealed is not null and p.last_scan_at < at_ms($1)
           and not exists (select from parcel_orders po join orders o on o.id = po.order_id
             where po.parcel_id = p.id and o.stage is not null)
         order by p.last_scan_at limit ${CHUNK} for update skip locked) returning 1`,
      [limit],
    );
    return gone.length;
  });
