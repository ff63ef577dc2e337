import type { Sql } from '@/db/client';

const KEY = 'feed-horizon';

/** The highest xid that was ever pruned from the feed: a cursor at or before it may have lost events. '0' at first. */
export async function readHorizon(db: Sql): Promise<string> {
  const [row] = await db.query<{ value: string }>('select value from app_meta where key = $1', [KEY]);
  return row?.value ?? '0';
}

/** Raises the horizon in the transaction that deletes the rows. */
export async function raiseHorizon(tx: Sql, xid: string): Promise<void> {
  await tx.query(
    `insert into app_meta (key, value) values ($1, $2)
     on conflict (key) do update set value = greatest(app_meta.value::numeric, excluded.value::numeric)::text`,
    [KEY, xid],
  );
}
