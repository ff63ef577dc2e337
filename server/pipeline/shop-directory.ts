import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';

export interface ListedShop {
  readonly id: string;
  readonly channel: string;
  readonly secrets: readonly string[];
}

interface Snapshot {
  readonly shops: ReadonlyMap<string, ListedShop>;
  readonly databaseNow: Instant;
  readonly loadedAtMs: number;
}

export interface Lookup {
  /** null: no active shop has this id. */
  readonly shop: ListedShop | null;
  /** The database's clock, so that a node whose own clock is wrong still judges signatures rightly. */
  readonly now: Instant;
}

/** A changed secret or a new shop is seen after at most this long. */
const TTL_MS = 2_000;

async function load(db: Sql): Promise<Snapshot> {
  const [row] = await db.query<{ now: Instant; shops: ListedShop[] }>(
    `select clock_timestamp() as now, coalesce(
       (select jsonb_agg(jsonb_build_object('id', id, 'channel', channel, 'secrets', secrets)) from shops where is_active),
       '[]') as shops`,
  );
  if (!row) throw new Error('the database did not list the shops');
  const shops = new Map(row.shops.map((shop) => [shop.id, shop]));
  return { shops, databaseNow: row.now, loadedAtMs: performance.now() };
}

/**
 * All active shops with their secrets, read at most once per TTL however many requests ask. Unknown ids cost no query,
 * so that nobody can learn from the time taken which shops exist.
 */
export function createShopDirectory(db: Sql, ttlMs = TTL_MS) {
  let snapshot: Snapshot | null = null;
  let loading: Promise<Snapshot> | null = null;
  const refresh = (): Promise<Snapshot> => {
    loading ??= load(db)
      .then((loaded) => {
        snapshot = loaded;
        return loaded;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  };
  return {
    async find(shopId: string): Promise<Lookup> {
      const isFresh = snapshot !== null && performance.now() - snapshot.loadedAtMs < ttlMs;
      const known = isFresh && snapshot ? snapshot : await refresh();
      return {
        shop: known.shops.get(shopId) ?? null,
        now: Math.floor(known.databaseNow + (performance.now() - known.loadedAtMs)),
      };
    },
  };
}
