import { createHash } from 'node:crypto';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Keyring } from '@/server/privacy/keyring';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { Backlog } from './gate';

/** A message on its way into the inbox: its permanent key within the shop, and its raw bytes. */
export interface Message {
  readonly key: string;
  readonly body: Buffer;
  /** When it arrived, where the past is replayed; now where left out. Heeded by `storeMessages`. */
  readonly receivedAt?: Instant;
}

export type Outcome = 'stored' | 'repeat' | 'conflict';

export interface StoredMessages {
  /** Inbox ids of the messages that were new, as text. */
  readonly ids: readonly string[];
  readonly repeats: number;
  readonly conflicts: number;
}

// Of the plain bytes: the same body, sealed twice, differs.
const shaOf = (body: Buffer): Buffer => createHash('sha256').update(body).digest();
const sealBody = (keyring: Keyring, body: Buffer): Buffer => keyring.seal(body, PURPOSE.inbox);

/** A message with its shop, as it came through the door. */
export interface Arrival extends Message {
  readonly shopId: string;
}

interface SealedArrival {
  readonly shopId: string;
  readonly key: string;
  readonly sha: Buffer;
  readonly sealed: Buffer;
}

const nameOf = ({ shopId, key }: { readonly shopId: string; readonly key: string }): string => `${shopId}\n${key}`;

/**
 * Stores messages of any shops, sealed, in one statement and one commit; answers for each, in the order given. A key seen before,
 * also among these, stores nothing: see `judgeRepeats`. Keys are inserted in their own order, so that two calls with the
 * same keys wait for each other and never deadlock.
 */
export async function storeArrivals({ db, keyring }: SealedDb<Sql>, arrivals: readonly Arrival[]): Promise<Outcome[]> {
  const all = arrivals.map(({ shopId, key, body }) => ({
    ...{ shopId, key },
    ...{ sha: shaOf(body), sealed: sealBody(keyring, body) },
  }));
  // Of two with the same key the first counts.
  const firsts = new Map(all.toReversed().map((one) => [nameOf(one), one]));
  const unique = [...firsts.values()];
  const rows = await db.query<{ shopId: string; key: string }>(
    `with m as (select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) m (shop_id, key, sha, sealed)),
     k as (insert into inbox_keys (shop_id, key, body_sha) select shop_id, key, sha from m order by shop_id, key
       on conflict do nothing returning id, shop_id, key)
     insert into inbox_messages (id, shop_id, key, sealed_body)
     select k.id, shop_id, key, m.sealed from k join m using (shop_id, key) returning shop_id as "shopId", key`,
    [unique.map((m) => m.shopId), unique.map((m) => m.key), unique.map((m) => m.sha), unique.map((m) => m.sealed)],
  );
  const stored = new Set(rows.map((row) => firsts.get(nameOf(row))));
  const repeated = await judgeRepeats(
    db,
    all.filter((one) => !stored.has(one)),
  );
  return all.map((one) => repeated.get(one) ?? 'stored');
}

/** The same keys again: nothing to do where the body is the same; another body is kept beside the first, unprocessed. */
async function judgeRepeats(db: Sql, again: readonly SealedArrival[]): Promise<ReadonlyMap<SealedArrival, Outcome>> {
  if (again.length === 0) return new Map();
  const rows = await db.query<{ place: number; isSame: boolean }>(
    `with m as (select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[])
       with ordinality m (shop_id, key, sha, sealed, place)),
     seen as (select m.*, k.body_sha = m.sha as is_same from m join inbox_keys k using (shop_id, key)),
     kept as (insert into inbox_conflicts (shop_id, key, body_sha, sealed_body)
       select shop_id, key, sha, sealed from seen where not is_same order by shop_id, key, sha on conflict do nothing)
     select place::int, is_same as "isSame" from seen`,
    [again.map((m) => m.shopId), again.map((m) => m.key), again.map((m) => m.sha), again.map((m) => m.sealed)],
  );
  if (rows.length !== again.length) throw new Error('a message key vanished between two statements');
  const sameAt = new Map(rows.map(({ place, isSame }) => [place, isSame]));
  return new Map(again.map((one, n) => [one, sameAt.get(n + 1) ? 'repeat' : 'conflict']));
}

/**
 * Stores up to a few hundred messages of one shop, sealed, in one statement. New ones come back by id in the order given; of the
 * others, those with another body than the first are kept in `inbox_conflicts`.
 */
export async function storeMessages(
  { db, keyring }: SealedDb<Sql>,
  shopId: string,
  messages: readonly Message[],
): Promise<StoredMessages> {
  const unique = [...new Map(messages.map((message) => [message.key, message])).values()];
  const columns = [
    unique.map((m) => m.key),
    unique.map((m) => shaOf(m.body)),
    unique.map((m) => sealBody(keyring, m.body)),
  ];
  const times = unique.map((m) => m.receivedAt ?? null);
  const rows = await db.query<{ id: string }>(
    `with m as (select * from unnest($2::text[], $3::bytea[], $4::bytea[], $5::float8[])
       with ordinality m (key, sha, sealed, at, place)),
     k as (insert into inbox_keys (shop_id, key, body_sha) select $1, key, sha from m order by place
       on conflict do nothing returning id, key)
     insert into inbox_messages (id, shop_id, key, sealed_body, received_at)
     select k.id, $1, k.key, m.sealed, coalesce(at_ms(m.at), now()) from k join m using (key) order by k.id returning id`,
    [shopId, ...columns, times],
  );
  const ids = rows.map((row) => row.id);
  if (ids.length === unique.length) return { ids, repeats: 0, conflicts: 0 };
  const conflicts = await db.query(
    `with m as (select * from unnest($2::text[], $3::bytea[], $4::bytea[]) m (key, sha, sealed)),
     other as (select m.* from m join inbox_keys k on k.shop_id = $1 and k.key = m.key where k.body_sha <> m.sha),
     kept as (insert into inbox_conflicts (shop_id, key, body_sha, sealed_body)
       select $1, key, sha, sealed from other on conflict do nothing)
     select key from other`,
    [shopId, ...columns],
  );
  return { ids, repeats: unique.length - ids.length - conflicts.length, conflicts: conflicts.length };
}

/** The messages that wait for the pipeline, counted up to `limit`. */
export async function readBacklog(db: Sql, limit: number): Promise<Backlog> {
  const [row] = await db.query<{ pending: number; oldestId: string | null }>(
    `select count(*)::int as pending, min(id)::text as "oldestId"
     from (select id from inbox_keys where state = 0 order by id limit $1) waiting`,
    [limit],
  );
  return row ?? { pending: 0, oldestId: null };
}
