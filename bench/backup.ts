import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { restoreBackup } from '@/db/backup/restore';
import { listTables } from '@/db/backup/tables';
import { writeBackup } from '@/db/backup/write';
import { openDatabase, type PooledDatabase } from '@/db/client';
import { type EmbeddedServer, startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { afterRestore } from '@/server/backup/after-restore';
import { newKeyringText, parseKeyring } from '@/server/privacy/keyring';
import { type CleanUp, withCleanUp } from './clean-up';
import { fillOrders, PEOPLE } from './lists/fill';
import type { BenchResult } from './main';

const ORDERS = 1_000_000;
const LIMIT_S = 600;

/** What came in for each order, as the inbox remembers it for good. */
const KEYS = `insert into inbox_keys (shop_id, key, body_sha, state)
  select o.shop_id, 'bench-' || o.id || '-' || e, sha256(convert_to(o.id || '-' || e, 'UTF8')), 1
  from orders o cross join generate_series(0, 1) e`;

interface Store {
  readonly server: EmbeddedServer;
  readonly db: PooledDatabase;
}

async function openStore(folder: string, cleanUp: CleanUp): Promise<Store> {
  cleanUp.add(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const server = await startEmbedded(folder);
  cleanUp.add(() => server.stop());
  const db = openDatabase({ url: server.url, max: 2, applicationName: 'bench' });
  cleanUp.add(() => db.close());
  return { server, db };
}

async function seconds(name: string, work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  const took = (performance.now() - startedMs) / 1_000;
  console.log(`${name}: ${took.toFixed(1)} s`);
  return took;
}

/** Without the time limits of a page. */
const slowly = (db: PooledDatabase, statements: readonly string[]): Promise<void> =>
  db.tx(async (tx) => {
    await tx.query('set local statement_timeout = 0');
    for (const sql of statements) await tx.query(sql);
  });

async function fill(db: PooledDatabase, count: number): Promise<void> {
  await migrate(db);
  await fillOrders(db, parseKeyring(newKeyringText()), count);
  // What the filling needed is no table of the product.
  await slowly(db, [KEYS, 'drop table bench_people']);
}

/** PostgreSQL's own COPY of the same tables to files and back, into tables with nothing but their columns. */
async function bareCopy({ db }: Store, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  // PostgreSQL may run as another user of the system.
  await chmod(folder, 0o777);
  const tables = await listTables(db);
  const out = await seconds('bare COPY out', () =>
    slowly(
      db,
      tables.map(({ table }) => `copy (select * from ${table}) to '${path.join(folder, table)}'`),
    ),
  );
  const back = await seconds('bare COPY into tables without indexes', () =>
    slowly(
      db,
      tables.flatMap(({ table }) => [
        `create table bare_${table} as table ${table} with no data`,
        `copy bare_${table} from '${path.join(folder, table)}'`,
      ]),
    ),
  );
  return out + back;
}

/** The restored copy holds as many rows of every table as were backed up. */
async function assertSame(from: PooledDatabase, to: PooledDatabase): Promise<void> {
  for (const { table } of await listTables(to)) {
    const count = async (db: PooledDatabase) =>
      (await db.query<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n ?? '';
    const [before, after] = [await count(from), await count(to)];
    if (before !== after) throw new Error(`${table}: ${after} of ${before} rows came back`);
  }
}

async function measure(cleanUp: CleanUp, count: number): Promise<BenchResult> {
  const folder = path.join(tmpdir(), `tidewatch-bench-backup-${process.pid}`);
  cleanUp.add(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const [source, target] = [
    await openStore(path.join(folder, 'source'), cleanUp),
    await openStore(path.join(folder, 'target'), cleanUp),
  ];
  await seconds(`${count.toLocaleString('en')} orders filled in`, () => fill(source.db, count));
  const file = path.join(folder, 'bench.gz');
  const backup = await seconds('backup', () => writeBackup(source.server.url, file));
  console.log(`the backup takes ${((await stat(file)).size / 1e6).toFixed(0)} MB`);
  const restore = await seconds('restore', () =>
    restoreBackup(target.server.url, file, { mayReplace: false, afterLoad: afterRestore }),
  );
  await assertSame(source.db, target.db);
  const bare = await bareCopy(source, path.join(folder, 'bare'));
  const value = Number((backup + restore).toFixed(1));
  console.log(`backup and restore take ${(value / bare).toFixed(2)} times the bare COPY`);
  return {
    bench: 'backup',
    value,
    limit: LIMIT_S,
    ratio: Number((value / LIMIT_S).toFixed(3)),
    pass: value <= LIMIT_S,
  };
}

/**
 * A backup of 1,000,000 orders (or as many as are given) with their receivers, keys, events and cards, restored into another
 * database; beside it the bare COPY of the same tables. `value` is the seconds of both together.
 */
export const run = ([given]: readonly string[]): Promise<BenchResult> => {
  const count = given === undefined ? ORDERS : Number(given);
  if (!Number.isInteger(count) || count < PEOPLE) throw new Error(`how many orders? At least ${PEOPLE}, in digits`);
  return withCleanUp((cleanUp) => measure(cleanUp, count));
};
