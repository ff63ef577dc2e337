import { randomUUID } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Refusal } from '@/server/channels/channel';

/** What became of a push at the door; 'checked': the platform only tried the address. */
export type DoorOutcome =
  | 'stored'
  | 'repeat'
  | 'conflict'
  | 'checked'
  | 'refused'
  | 'inactive'
  | 'other-channel'
  | 'unknown-shop';

/** Pushes to one door that came out the same, one after the other, as one line. */
export interface DoorEntry {
  readonly outcome: DoorOutcome;
  readonly refusal: Refusal | null;
  /** The secret that signed them; null where none did. */
  readonly secretId: string | null;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}
export type Arrival = Pick<DoorEntry, 'outcome' | 'refusal' | 'secretId'>;

/** The ring of pushes to addresses that no shop has. What the address was is not kept. */
export const NO_SHOPS_DOOR = '';

const RING_LENGTH = 15;
/** A line takes in what comes within this time, so that a busy shop's ring still reaches back minutes. */
const LINE_MS = 15_000;
const WRITE_EVERY_MS = 500;
/** How often a line that only counts on is written; a new line is written at once. */
const COUNT_EVERY_MS = 3_000;
/** How exactly "last used" is known; a secret's first use is written at once. */
const USE_EVERY_MS = 10_000;

const WRITE = `with w as (select * from jsonb_to_recordset($2::jsonb) r (shop_id text, entries jsonb)),
   old as (delete from shop_doors where (shop_id, node) in (
     select shop_id, node from shop_doors where at < now() - interval '1 hour' for update skip locked)),
   free as (select s.id, at_ms(u.at) as at
     from jsonb_to_recordset($3::jsonb) u (id bigint, at float8) join shop_secrets s using (id)
     where coalesce(s.last_used_at, 'epoch') < at_ms(u.at) for update of s skip locked),
   used as (update shop_secrets s set last_used_at = free.at from free where s.id = free.id)
 insert into shop_doors (shop_id, node, entries) select shop_id, $1, entries from w order by shop_id
 on conflict (shop_id, node) do update set entries = excluded.entries, at = now()`;

type Line = { -readonly [Field in keyof DoorEntry]: DoorEntry[Field] };

/** One shop's door on this node. */
interface Ring {
  readonly lines: Line[];
  /** When it is to be written, by this process's clock; null: all of it is. */
  dueMs: number | null;
  writtenMs: number;
}

function add(ring: Ring, { outcome, refusal, secretId }: Arrival, at: Instant): void {
  const [last] = ring.lines;
  const isSame = last?.outcome === outcome && last.refusal === refusal && last.secretId === secretId;
  if (last && isSame && at - last.firstAt < LINE_MS) {
    last.count += 1;
    last.lastAt = at;
    ring.dueMs ??= ring.writtenMs + COUNT_EVERY_MS;
    return;
  }
  ring.lines.unshift({ outcome, refusal, secretId, count: 1, firstAt: at, lastAt: at });
  ring.lines.splice(RING_LENGTH);
  ring.dueMs = 0;
}

export interface DoorLog {
  /** Notes what became of a push. Costs no query: what is new is written together, shortly after. */
  note(shopId: string, arrival: Arrival, at: Instant): void;
}

/**
 * Keeps what came to each shop's door of late where every node can read it, for the people who set shops up. A log, not a
 * record: what a dying process had not written is lost, and a database that does not answer costs nothing but these lines.
 */
export function createDoorLog(db: Sql, onError: (error: unknown) => void): DoorLog {
  const node = randomUUID();
  const rings = new Map<string, Ring>();
  const waiting = new Map<string, Ring>();
  const usedAt = new Map<string, Instant>();
  const used = new Map<string, Instant>();
  let isWriteDue = false;

  async function flush(): Promise<void> {
    isWriteDue = false;
    const nowMs = performance.now();
    const due = [...waiting].filter(([, { dueMs }]) => dueMs !== null && dueMs <= nowMs);
    const doors = due.map(([shopId, ring]) => ({ shop_id: shopId, entries: ring.lines }));
    const uses = [...used].map(([id, at]) => ({ id, at }));
    for (const [shopId, ring] of due) {
      ring.dueMs = null;
      ring.writtenMs = nowMs;
      waiting.delete(shopId);
    }
    used.clear();
    if (waiting.size > 0) writeSoon();
    if (doors.length > 0 || uses.length > 0) await db.query(WRITE, [node, JSON.stringify(doors), JSON.stringify(uses)]);
  }

  function writeSoon(): void {
    if (isWriteDue) return;
    isWriteDue = true;
    setTimeout(() => void flush().catch(onError), WRITE_EVERY_MS).unref();
  }

  return {
    note(shopId, arrival, at) {
      const ring = rings.get(shopId) ?? { lines: [], dueMs: null, writtenMs: -COUNT_EVERY_MS };
      rings.set(shopId, ring);
      add(ring, arrival, at);
      waiting.set(shopId, ring);
      const { secretId } = arrival;
      if (secretId !== null && at - (usedAt.get(secretId) ?? 0) >= USE_EVERY_MS) {
        usedAt.set(secretId, at);
        used.set(secretId, at);
      }
      writeSoon();
    },
  };
}
