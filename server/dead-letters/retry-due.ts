import type { Database } from '@/db/client';

const AT_ONCE = 1_000;

/** Gives messages whose next try is due back to the pipeline; returns how many. */
export async function retryDue(db: Database): Promise<number> {
  const due = await db.query(
    `update inbox_keys set state = 0, retry_at = null where id in (
       select id from inbox_keys where state = 5 and retry_at <= now() order by retry_at limit ${AT_ONCE}
       for update skip locked) returning 1`,
  );
  return due.length;
}
