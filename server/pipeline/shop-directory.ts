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
  /** By the stored form, so that what did not change is not opened again. */
  readonly opened: ReadonlyMap<string, ShopKeys | null>;
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

const LIST = `select clock_timestamp() as now, coalesce((select jsonb_agg(jsonb_build_object(
    'id', s.id, 'channel', s.channel, 'isActive', s.is_active, 'credentials', encode(s.credentials_sealed, 'base64'),
    'secrets', (select coalesce(jsonb_agg(jsonb_build_object('id', k.id::text, 'sealed', encode(k.sealed, 'base64'))
      order by k.id desc), '[]') from shop_secrets k where k.shop_id = s.id and k.retired_at is null)))
  from shops s), '[]') as shops`;

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
  const [row] = await db.query<{ now: Instant; shops: StoredShop[] }>(LIST);
  if (!row) throw new Error('the database did not list the shops');
  const opened = new Map<string, ShopKeys | null>();
  const listed = row.shops.map((stored): [string, ListedShop] => {
    const { id, channel, isActive, secrets } = stored;
    const form = JSON.stringify([id, secrets, stored.credentials]);
    const known = before?.opened.get(form);
    const keys = known ?? openKeys(keyring, stored);
    opened.set(form, keys);
    return [id, { id, channel, isActive, secretIds: secrets.map((secret) => secret.id), keys }];
  });
  return { shops: new Map(listed), opened, databaseNow: row.now, loadedAtMs: performance.now() };
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
