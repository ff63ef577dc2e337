import type { Database } from '@/db/client';
import { startLoop } from '@/server/jobs/loop';
import { type FeedBound, type FeedHolder, readBound } from './bound';
import { type FeedCursor, formatCursor, parseCursor, readIncarnation } from './cursor';
import { type FeedEvent, readFeedRows } from './feed-rows';

export interface FeedReaderOptions {
  readonly db: Database;
  /** Gets every committed change once, in the order of cursors; the next call waits until it resolves. */
  readonly onEvents: (events: readonly FeedEvent[]) => void | Promise<void>;
  readonly onError: (error: unknown) => void;
  /** A transaction has held the feed back for longer than `alarmMs`; told again every 10 s while it does. */
  readonly onHeldBack?: (holder: FeedHolder) => void;
  /** The database was replaced by another history: what browsers hold may be wrong, all of them have to refetch. */
  readonly onReset?: (cursor: string) => void;
  /** Where to begin; now, without it. */
  readonly from?: string;
  readonly pollMs?: number;
  readonly alarmMs?: number;
}

export interface FeedReader {
  /** Reads at once: call after a commit that wrote feed rows. Other nodes' rows are found by the poll. */
  wake(): void;
  /** Everything before it has been handed to onEvents; null until the first read. */
  cursor(): string | null;
  /** How far behind the feed may be, in ms: the age of the writer it waits for, or the time since the last good read. */
  lagMs(): number;
  stop(): Promise<void>;
}

const PAGE = 500;
const ALARM_AGAIN_MS = 10_000;

/** Tails the change feed of the database behind its oldest writer: no row is missed or handed over twice. */
export function createFeedReader(options: FeedReaderOptions): FeedReader {
  const { db, pollMs = 50 } = options;
  const alarm = createAlarm(options);
  let position = options.from ? parseCursor(options.from) : null;
  let place: string | null = null;
  let heldMs = 0;
  let readAt = performance.now();

  const loop = startLoop({ everyMs: pollMs, onError: options.onError, step });

  async function step(): Promise<boolean> {
    const bound = await readBound(db);
    heldMs = bound.holder?.ageMs ?? 0;
    alarm(bound.holder);
    if (position === null || bound.place !== place) {
      position = await arrive(bound, position);
      place = bound.place;
    }
    const hasMore = await readPage(position, bound);
    readAt = performance.now();
    return hasMore;
  }

  /** The position in the history that stands behind the connection now: kept after a restart, new after a restore. */
  async function arrive(bound: FeedBound, before: FeedCursor | null): Promise<FeedCursor> {
    const incarnation = await readIncarnation(db);
    if (before?.incarnation === incarnation) return before;
    const head = { incarnation, xid: bound.xid, id: '0' };
    if (before !== null) options.onReset?.(formatCursor(head));
    return head;
  }

  async function readPage(from: FeedCursor, bound: FeedBound): Promise<boolean> {
    // All rows below the bound have been read, and no other can appear there.
    if (from.xid === bound.xid && from.id === '0') return false;
    const events = await readFeedRows(db, from, bound.xid, PAGE);
    const last = events.at(-1);
    if (events.length > 0) await options.onEvents(events);
    const isFull = events.length === PAGE && last !== undefined;
    position = (isFull ? parseCursor(last.event.cursor) : null) ?? { ...from, xid: bound.xid, id: '0' };
    return isFull;
  }

  return {
    wake: loop.wake,
    stop: loop.stop,
    cursor: () => (position && place ? formatCursor(position) : null),
    lagMs: () => Math.max(heldMs, performance.now() - readAt - pollMs, 0),
  };
}

function createAlarm(options: FeedReaderOptions): (holder: FeedHolder | null) => void {
  let told: { pid: number; at: number } | null = null;
  return (holder) => {
    if (!holder || holder.ageMs <= (options.alarmMs ?? 1_000)) return;
    const now = performance.now();
    if (told?.pid === holder.pid && now - told.at < ALARM_AGAIN_MS) return;
    told = { pid: holder.pid, at: now };
    options.onHeldBack?.(holder);
  };
}
