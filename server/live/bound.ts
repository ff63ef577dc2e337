import type { Sql } from '@/db/client';

/** The oldest transaction of this database that has written and is not over: the feed is read up to it. */
export interface FeedHolder {
  readonly pid: number;
  readonly applicationName: string;
  readonly state: string;
  readonly ageMs: number;
}

export interface FeedBound {
  /** Every feed row with a lower xid is committed and visible to statements that start after this one. */
  readonly xid: string;
  readonly holder: FeedHolder | null;
  /** Changes when the server was restarted or the database replaced. */
  readonly place: string;
}

/**
 * The snapshot is taken before the activity is looked at, so a transaction missing from both is over. pg_snapshot_xmin would
 * do as well, but a long transaction in any other database of the server holds it back. Differences are taken modulo 2^32
 * because activity shows short xids; those from 2^31 on began after the snapshot and would read as ancient.
 * Run the reading statement after this one has returned, never in the same statement.
 */
export async function readBound(db: Sql): Promise<FeedBound> {
  const [row] = await db.query<FeedBound>(
    `with m as materialized (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as x,
       (select oid from pg_database where datname = current_database()) as db),
     oldest as (
       select * from (
         select (m.x - backend_xid::text::bigint) & 4294967295 as d, pid, application_name, state, xact_start
         from m, pg_stat_get_activity(null) where datid = m.db and backend_xid is not null) y
       where d < 2147483648 order by d desc limit 1)
     select (m.x - coalesce(o.d, 0))::text as xid,
       case when o.pid is not null then jsonb_build_object('pid', o.pid, 'applicationName', o.application_name, 'state', o.state,
         'ageMs', round(extract(epoch from clock_timestamp() - o.xact_start) * 1000)) end as holder,
       concat_ws('/', pg_postmaster_start_time(), m.db) as place
     from m left join oldest o on true`,
  );
  if (!row) throw new Error('the database did not answer with a feed bound');
  return row;
}
