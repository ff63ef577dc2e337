import type { Database } from '@/db/client';
import { raiseHorizon } from '@/server/live/horizon';

const KEPT_HOURS = 24;
const CHUNK = 500;
/** Bounds one run to about a second; what is left is taken by the next. */
const CHUNKS_A_RUN = 200;

/**
 * Deletes feed rows older than 24 h in transactions of 500 rows, and raises the horizon that makes older cursors start
 * over. Deleting is enough up to some hundred changes a second; beyond that the table wants hourly partitions.
 * Returns how many rows it deleted.
 */
export async function pruneFeed(db: Database): Promise<number> {
  let deleted = 0;
  for (let chunk = 0; chunk < CHUNKS_A_RUN; chunk++) {
    const count = await db.tx(async (tx) => {
      const [gone] = await tx.query<{ n: number; xid: string | null }>(
        `with old as (select xid, id from feed where at < now() - $1 * interval '1 hour' order by at limit $2),
         gone as (delete from feed f using old where f.xid = old.xid and f.id = old.id returning f.xid)
         select count(*)::int as n, max(xid)::text as xid from gone`,
        [KEPT_HOURS, CHUNK],
      );
      if (gone?.xid) await raiseHorizon(tx, gone.xid);
      return gone?.n ?? 0;
    });
    deleted += count;
    if (count < CHUNK) break;
  }
  return deleted;
}
