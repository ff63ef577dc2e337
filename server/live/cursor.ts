import type { Sql } from '@/db/client';

/** A place in the change feed of one database; `xid` and `id` are 64-bit integers as text. */
export interface FeedCursor {
  readonly incarnation: string;
  readonly xid: string;
  readonly id: string;
}

/** "incarnation.xid.id", opaque to browsers. */
export const formatCursor = (cursor: FeedCursor): string => `${cursor.incarnation}.${cursor.xid}.${cursor.id}`;

const MAX_BIGINT = 2n ** 63n - 1n;

/** Null for anything that formatCursor did not make. */
export function parseCursor(text: string): FeedCursor | null {
  const match = /^([0-9a-f]{16})\.(\d{1,19})\.(\d{1,19})$/.exec(text);
  const [, incarnation, xid, id] = match ?? [];
  if (!incarnation || !xid || !id || BigInt(xid) > MAX_BIGINT || BigInt(id) > MAX_BIGINT) return null;
  return { incarnation, xid, id };
}

/**
 * Names the history that transaction numbers belong to. It differs after a restore, into this server or another, and after
 * a point-in-time recovery: transaction numbers then start again lower, and old cursors must not be compared with new ones.
 */
export async function readIncarnation(db: Sql): Promise<string> {
  const [row] = await db.query<{ incarnation: string }>(
    `select left(encode(sha256(convert_to(concat_ws('/', m.value, s.system_identifier, c.timeline_id, d.oid), 'UTF8')), 'hex'), 16)
       as incarnation
     from app_meta m, pg_control_system() s, pg_control_checkpoint() c, pg_database d
     where m.key = 'incarnation' and d.datname = current_database()`,
  );
  if (!row) throw new Error('app_meta has no incarnation: the database was not migrated');
  return row.incarnation;
}
