import type { Sql } from '@/db/client';
import type { LiveEvent } from '@/domain/live/events';
import { type FeedCursor, formatCursor } from './cursor';

/** One change and the rooms that are to hear of it. */
export interface FeedEvent {
  readonly rooms: readonly string[];
  readonly event: LiveEvent;
}

interface FeedRow {
  readonly xid: string;
  readonly id: string;
  readonly topic: string;
  readonly rooms: string[];
  readonly entity_id: string;
  readonly version: string;
  readonly at: number;
  readonly patch: unknown;
}

/**
 * The changes after the cursor whose transactions are older than `boundXid`, in the order of cursors; only those for
 * `rooms` when given.
 */
export async function readFeedRows(
  db: Sql,
  after: FeedCursor,
  boundXid: string,
  limit: number,
  rooms: readonly string[] | null = null,
): Promise<FeedEvent[]> {
  // Ordered by the columns: plain `xid` would mean the text of the answer, and put 1000 before 999.
  const rows = await db.query<FeedRow>(
    `select xid::text, id, topic, rooms, entity_id, version, at, patch from feed
     where (xid, id) > ($1::xid8, $2::bigint) and xid < $3::xid8 ${rooms ? 'and rooms && $5' : ''}
     order by feed.xid, feed.id limit $4`,
    [after.xid, after.id, boundXid, limit, ...(rooms ? [rooms] : [])],
  );
  return rows.map((row) => toFeedEvent(after.incarnation, row));
}

function toFeedEvent(incarnation: string, row: FeedRow): FeedEvent {
  const event = {
    topic: row.topic,
    cursor: formatCursor({ incarnation, xid: row.xid, id: row.id }),
    id: row.entity_id,
    version: Number(row.version),
    at: row.at,
    patch: row.patch,
  };
  // publish() is the only writer of the table and takes the same pairs of topic and patch.
  return { rooms: row.rooms, event: event as LiveEvent };
}
