import { randomUUID } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Refusal } from '@/server/channels/channel';

/** What became of a push at the door. */
export type DoorOutcome = 'stored' | 'repeat' | 'conflict' | 'refused' | 'inactive' | 'other-channel' | 'unknown-shop';

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

const RING_LENGTH = 20;
/** A line takes in what comes within this time, so that a busy shop's ring still reaches back minutes. */
const LINE_MS = 10_000;
const WRITE_EVERY_MS = 500;
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

function added(ring: readonly DoorEntry[], { outcome, refusal, secretId }: Arrival, at: Instant): DoorEntry[] {
  const [last, ...earlier] = ring;
  const isSame = last?.outcome === outcome && last.refusal === refusal && last.secretId === secretId;
  if (last && isSame && at - last.firstAt < LINE_MS)
    return [{ ...last, count: last.count + 1, lastAt: at }, ...earlier];
  return [{ outcome, refusal, secretId, count: 1, firstAt: at, lastAt: at }, ...ring].slice(0, RING_LENGTH);
}

export interface DoorLog {
  /** Notes what became of a push. Costs no query: what is new is written together, shortly after. */
  note(shopId: string, arrival: Arrival, at: Instant): void;
  /** Writes what was noted; by itself this happens within half a second. */
  flush(): Promise<void>;
}

/**
 * Keeps what came to each shop's door of late where every node can read it, for the people who set shops up. A log, not a
 * record: what a dying process had not written is lost, and a database that does not answer costs nothing but these lines.
 */
export function createDoorLog(db: Sql, onError: (error: unknown) => void): DoorLog {
  const node = randomUUID();
  const rings = new Map<string, readonly DoorEntry[]>();
  const changed = new Set<string>();
  const usedAt = new Map<string, Instant>();
  const used = new Map<string, Instant>();
  let isWriteDue = false;

  async function flush(): Promise<void> {
    isWriteDue = false;
    if (changed.size === 0) return;
    const doors = [...changed].map((shopId) => ({ shop_id: shopId, entries: rings.get(shopId) ?? [] }));
    const uses = [...used].map(([id, at]) => ({ id, at }));
    changed.clear();
    used.clear();
    await db.query(WRITE, [node, JSON.stringify(doors), JSON.stringify(uses)]);
  }

  return {
    note(shopId, arrival, at) {
      rings.set(shopId, added(rings.get(shopId) ?? [], arrival, at));
      changed.add(shopId);
      const { secretId } = arrival;
      if (secretId !== null && at - (usedAt.get(secretId) ?? 0) >= USE_EVERY_MS) {
        usedAt.set(secretId, at);
        used.set(secretId, at);
      }
      if (isWriteDue) return;
      isWriteDue = true;
      setTimeout(() => void flush().catch(onError), WRITE_EVERY_MS).unref();
    },
    flush,
  };
}
