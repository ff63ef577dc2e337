import type { Sql } from '@/db/client';
import { type Reason, storedReason } from '@/domain/intake/reason';

/** A connection that this node may hold, until its lease is over. */
export interface StreamLease {
  readonly id: string;
  readonly token: string;
  /** Attempts in a row that came to nothing. */
  readonly failures: number;
}

/** A node that dies is followed by another after this long. */
export const LEASE_SECONDS = 30;

/** Takes one connection of these that no node holds; null where all are held, or have to wait. */
export async function leaseStream(
  db: Sql,
  targets: readonly { readonly id: string; readonly shopIds: readonly string[] }[],
): Promise<StreamLease | null> {
  if (targets.length === 0) return null;
  const [row] = await db.query<StreamLease>(
    `with t as (select id, shops from jsonb_to_recordset($1::jsonb) t (id text, "shopIds" text[])
       cross join lateral (select "shopIds" as shops) s),
     made as (insert into channel_streams (id) select id from t order by id on conflict do nothing),
     free as (select id from channel_streams where id in (select id from t) and held_until <= now() and retry_at <= now()
       order by retry_at limit 1 for update skip locked)
     update channel_streams s set held_until = now() + make_interval(secs => ${LEASE_SECONDS}), shop_ids = t.shops,
       token = nextval('channel_stream_token') from free join t using (id) where s.id = free.id
     returning s.id, s.token, s.failures`,
    [JSON.stringify(targets)],
  );
  return row ?? null;
}

/** Whether the connection is still this node's; then for as long again. */
export async function renewStream(db: Sql, { id, token }: StreamLease, hasHeard: boolean): Promise<boolean> {
  const rows = await db.query(
    `update channel_streams set held_until = now() + make_interval(secs => ${LEASE_SECONDS}),
       heard_at = case when $3 then now() else heard_at end
     where id = $1 and token = $2 and held_until > now() returning 1`,
    [id, token, hasHeard],
  );
  return rows.length > 0;
}

/** The platform took the connection. */
export async function noteConnected(db: Sql, { id, token }: StreamLease): Promise<void> {
  await db.query(
    `update channel_streams set connected_at = now(), heard_at = now(), last_error = null where id = $1 and token = $2`,
    [id, token],
  );
}

/** Gives the connection back, for any node to take after a while. */
export async function releaseStream(
  db: Sql,
  { id, token }: StreamLease,
  end: { readonly failures: number; readonly reason: Reason | null; readonly waitMs: number },
): Promise<void> {
  await db.query(
    `update channel_streams set held_until = 'epoch', retry_at = now() + $5 * interval '1 ms', failures = least($3, 1000),
       last_error = left($4, 500), connected_at = null
     where id = $1 and token = $2`,
    [id, token, end.failures, end.reason && storedReason(end.reason), end.waitMs],
  );
}
