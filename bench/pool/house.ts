import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, type PooledDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { type Keyring, newKeyringText, parseKeyring } from '@/server/privacy/keyring';
import type { CleanUp } from '../clean-up';

export const SHOP = 'bench';
export const GROUP = 'bench';

export interface House {
  readonly db: PooledDatabase;
  readonly url: string;
  readonly keyring: Keyring;
}

/** Where COPY puts the same rows: with nothing but its columns, and with the indexes of the pool. */
export const BARE = 'bench_bare';
export const INDEXED = 'bench_indexed';

/** An embedded database with fsync, one shop, and the two tables for COPY. */
export async function startHouse(cleanUp: CleanUp): Promise<House> {
  const dataDir = path.join(tmpdir(), `tidewatch-bench-pool-${process.pid}`);
  cleanUp.add(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));
  const embedded = await startEmbedded(dataDir);
  cleanUp.add(embedded.stop);
  const db = openDatabase({ url: embedded.url, max: 2, isPipeline: true });
  cleanUp.add(db.close);
  await migrate(db);
  await db.query('insert into groups (id, name) values ($1, $1)', [GROUP]);
  await db.query(
    `insert into shops (id, name, platform, channel, group_id) values ($1, $1, 'generic', 'generic', $2)`,
    [SHOP, GROUP],
  );
  await db.query(`create table ${BARE} as table orders with no data`);
  await db.query(`create table ${INDEXED} (like orders including indexes)`);
  // An order that two batches speak of is copied twice, so the unique indexes are plain ones here.
  await db.query(
    `alter table ${INDEXED} drop constraint ${INDEXED}_pkey, drop constraint ${INDEXED}_shop_id_order_no_key`,
  );
  await db.query(`create index on ${INDEXED} (id)`);
  await db.query(`create index on ${INDEXED} (shop_id, order_no)`);
  return { db, url: embedded.url, keyring: parseKeyring(newKeyringText()) };
}
