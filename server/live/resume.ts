import type { Database } from '@/db/client';
import type { ResumeAnswer } from '@/domain/live/events';
import { readBound } from './bound';
import { type FeedCursor, formatCursor, parseCursor, readIncarnation } from './cursor';
import { readFeedRows } from './feed-rows';
import { readHorizon } from './horizon';

export interface ResumeRequest {
  /** The last cursor that the page has seen; null when it has none. */
  readonly cursor: string | null;
  /** The rooms that the socket is in already: join first, so that nothing falls between this answer and the live stream. */
  readonly rooms: readonly string[];
  /** More missed events than this are answered with reset. */
  readonly limit: number;
}

/** How many feed rows one resume may walk over to find those of its rooms. */
const WALK_LIMIT = 20_000;

/**
 * What a page has missed in its rooms since its cursor, or `reset`: refetch everything and go on from the new cursor. Reset
 * is answered without a cursor, with one of another history (restored database), or too far back (pruned, or too much).
 */
export async function resume(db: Database, request: ResumeRequest): Promise<ResumeAnswer> {
  const incarnation = await readIncarnation(db);
  const bound = await readBound(db);
  const serverNow = await db.now();
  const cursor = formatCursor({ incarnation, xid: bound.xid, id: '0' });
  const from = request.cursor === null ? null : parseCursor(request.cursor);
  const isOtherHistory = from !== null && from.incarnation !== incarnation;
  const reset: ResumeAnswer = { kind: 'reset', cursor, serverNow, isOtherHistory };
  if (from?.incarnation !== incarnation || (await isTooFarBack(db, from, bound.xid))) return reset;
  const missed = await readFeedRows(db, from, bound.xid, request.limit + 1, request.rooms);
  if (missed.length > request.limit) return reset;
  // The ends of sign-ins travel between nodes only.
  const events = missed.map(({ event }) => event).filter((event) => event.topic !== 'session.ended');
  return { kind: 'events', events, cursor, serverNow };
}

async function isTooFarBack(db: Database, from: FeedCursor, boundXid: string): Promise<boolean> {
  if (BigInt(from.xid) <= BigInt(await readHorizon(db))) return true;
  const beyond = await db.query(
    'select 1 from feed where (xid, id) > ($1::xid8, $2::bigint) and xid < $3::xid8 order by xid, id offset $4 limit 1',
    [from.xid, from.id, boundXid, WALK_LIMIT],
  );
  return beyond.length > 0;
}
