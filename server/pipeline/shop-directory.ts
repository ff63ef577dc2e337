import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { ShopKeys } from '@/server/channels/channel';
import type { Keyring } from '@/server/privacy/keyring';
import { openCredentials, openSecret } from '@/server/shops/credentials';

export interface ListedShop {
  readonly id: string;
  readonly channel: string;
  readonly isActive: boolean;
  /** The ids of `keys.secrets`, in the same order. */
  readonly secretIds: readonly string[];
  /** null: what the database holds cannot be opened with this process's data keys. */
  readonly keys: ShopKeys | null;
}

interface StoredShop {
  readonly id: string;
  readonly channel: string;
  readonly isActive: boolean;
  /** Newest first; sealed values in base64. */
  readonly secrets: readonly { readonly id: string; readonly sealed: string }[];
  readonly credentials: string | null;
}

interface Snapshot {
  readonly shops: ReadonlyMap<string, ListedShop>;
  /** Of the state of the shops that this is. */
  readonly stamp: string;
  readonly databaseNow: Instant;
  readonly loadedAtMs: number;
}

export interface Lookup {
  /** null: no shop has this id. */
  readonly shop: ListedShop | null;
  /** The database's clock, so that a node whose own clock is wrong still judges signatures rightly. */
  readonly now: Instant;
}

/** A changed secret or a new shop is seen after at most this long. */
const MAX_AGE_MS = 500;

/** Tells one state of the shops from another; the list itself only travels when it differs from the one known ($1). */
const LIST = `with known as (select
    (select count(*) || '/' || coalesce(max(id), 0) || '/' || count(retired_at) from shop_secrets) || '/' ||
    (select coalesce(md5(string_agg(concat_ws(',', id, channel, is_active, md5(credentials_sealed)), ';' order by id)), '')
     from shops) as stamp)
  select clock_timestamp() as now, stamp, case when stamp is distinct from $1 then
    (select coalesce(jsonb_agg(jsonb_build_object(
      'id', s.id, 'channel', s.channel, 'isActive', s.is_active, 'credentials', encode(s.credentials_sealed, 'base64'),
      'secrets', (select coalesce(jsonb_agg(jsonb_build_object('id', k.id::text, 'sealed', encode(k.sealed, 'base64'))
        order by k.id desc), '[]') from shop_secrets k where k.shop_id = s.id and k.retired_at is null))), '[]')
    from shops s) end as shops from known`;

function openKeys(keyring: Keyring, stored: StoredShop): ShopKeys | null {
  const bytes = (text: string) => Buffer.from(text, 'base64');
  try {
    return {
      secrets: stored.secrets.map(({ sealed }) => openSecret(keyring, stored.id, bytes(sealed))),
      credentials: openCredentials(keyring, stored.id, stored.credentials === null ? null : bytes(stored.credentials)),
    };
  } catch {
    // Told by the caller at every push: one shop's trouble must not close the door for the others.
    return null;
  }
}

async function load(db: Sql, keyring: Keyring, before: Snapshot | null): Promise<Snapshot> {
  const [row] = await db.query<{ now: Instant; stamp: string; shops: StoredShop[] | null }>(LIST, [
    before?.stamp ?? null,
  ]);
  if (!row) throw new Error('the database did not list the shops');
  const { now: databaseNow, stamp, shops } = row;
  const loadedAtMs = performance.now();
  if (shops === null && before) return { ...before, databaseNow, loadedAtMs };
  const listed = (shops ?? []).map(({ id, channel, isActive, ...sealed }): [string, ListedShop] => {
    const keys = openKeys(keyring, { id, channel, isActive, ...sealed });
    return [id, { id, channel, isActive, secretIds: sealed.secrets.map((secret) => secret.id), keys }];
  });
  return { shops: new Map(listed), stamp, databaseNow, loadedAtMs };
}

/**
 * All shops with their keys, read again once they are `maxAgeMs` old, however many requests ask. Unknown ids cost no query, so that nobody
 * can learn from the time taken which shops exist.
 */
export function createShopDirectory(db: Sql, keyring: Keyring, maxAgeMs = MAX_AGE_MS) {
  let snapshot: Snapshot | null = null;
  let loading: Promise<Snapshot> | null = null;
  const refresh = (): Promise<Snapshot> => {
    loading ??= load(db, keyring, snapshot)
      .then((loaded) => {
        snapshot = loaded;
        return loaded;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  };
  const current = async (): Promise<Snapshot> => {
    const isFresh = snapshot !== null && performance.now() - snapshot.loadedAtMs < maxAgeMs;
    return isFresh && snapshot ? snapshot : refresh();
  };
  return {
    async all(): Promise<readonly ListedShop[]> {
      return [...(await current()).shops.values()];
    },
    async find(shopId: string): Promise<Lookup> {
      const known = await current();
      return {
        shop: known.shops.get(shopId) ?? null,
        now: Math.floor(known.databaseNow + (performance.now() - known.loadedAtMs)),
      };
    },
  };
}
