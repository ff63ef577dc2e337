import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Database, Sql } from './client';
import { assertVersion } from './server-version';

/** Where the migrations lie, seen from the project root (the bundled server is started there too). */
export const MIGRATIONS_FOLDER = 'db/migrations';

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/** One fixed number, so that every process of every release waits for the same lock. */
const LOCK = 7_483_120_411;

const VERSIONS_TABLE = `create table if not exists schema_migrations (
  name text primary key, checksum text not null, applied_at timestamptz not null default now())`;

/**
 * Brings the schema to the state of `folder` (NNNN-*.sql, in order, each in a transaction of its own). Several processes
 * may call it at once: each file is applied once. Returns the names applied by this call. Throws, with a text for the
 * operator, on a server that is too old or unfit, when an applied file has changed since, or when the database knows a
 * migration that this release does not have.
 */
export async function migrate(db: Database, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = await readMigrations(path.resolve(folder));
  await assertVersion(db);
  await db.tx(async (tx) => {
    await lock(tx);
    await tx.query(VERSIONS_TABLE);
    await assertKnown(tx, migrations);
  });
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await db.tx((tx) => apply(tx, migration))) applied.push(migration.name);
  }
  return applied;
}

/**
 * Applies exactly the named migrations, in the caller's transaction, to a database that has none. Throws when one of them is
 * unknown here or has another text.
 */
export async function migrateTo(
  tx: Sql,
  named: readonly { readonly name: string; readonly checksum: string }[],
  folder: string = MIGRATIONS_FOLDER,
): Promise<void> {
  const migrations = await readMigrations(path.resolve(folder));
  await lock(tx);
  await tx.query(VERSIONS_TABLE);
  for (const { name, checksum } of named) {
    const migration = migrations.find((one) => one.name === name);
    if (migration?.checksum !== checksum)
      throw new Error(`Migration ${name} is not in this release as it was applied: use the release that it came from.`);
    await apply(tx, migration);
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort();
  if (names.length === 0) throw new Error(`No migrations in ${folder}: start Tidewatch from its own folder.`);
  return Promise.all(
    names.map(async (name) => {
      const text = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function lock(tx: Sql): Promise<void> {
  await tx.query('set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0');
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
}

async function assertKnown(tx: Sql, migrations: readonly Migration[]): Promise<void> {
  const done = await tx.query<{ name: string; checksum: string }>('select name, checksum from schema_migrations');
  for (const { name, checksum } of done) {
    const ours = migrations.find((migration) => migration.name === name);
    if (!ours)
      throw new Error(
        `The database was migrated by a newer release (${name}). Start that release again, or restore a backup made before it.`,
      );
    if (ours.checksum !== checksum)
      throw new Error(
        `Migration ${name} has changed since it was applied to this database. Put the file back as it was and write the change as a new migration (with throw-away data: delete .data and start again).`,
      );
  }
}

async function apply(tx: Sql, migration: Migration): Promise<boolean> {
  await lock(tx);
  const [done] = await tx.query('select 1 from schema_migrations where name = $1', [migration.name]);
  if (done) return false;
  await tx.query(migration.text);
  await tx.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
    migration.name,
    migration.checksum,
  ]);
  return true;
}
