import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type PooledDatabase } from './client';
import { MIGRATIONS_FOLDER, migrate } from './migrate';
import { emptyDatabaseUrl } from './testing/database';

let folder: string;
const open: PooledDatabase[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tidewatch-migrations-'));
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
});
afterAll(async () => {
  await Promise.all(open.map((db) => db.close()));
  await rm(folder, { recursive: true });
});

async function emptyDatabase(): Promise<{ db: PooledDatabase; url: string }> {
  const url = await emptyDatabaseUrl();
  const db = openDatabase({ url, max: 4 });
  open.push(db);
  return { db, url };
}
const schemaOf = (db: PooledDatabase) =>
  db.query(
    `select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, 2`,
  );

describe('migrations', () => {
  it('applied twice change nothing the second time', async () => {
    const { db } = await emptyDatabase();
    expect((await migrate(db)).length).toBeGreaterThan(5);
    const before = await schemaOf(db);
    expect(await migrate(db)).toEqual([]);
    expect(await schemaOf(db)).toEqual(before);
  });

  it('run by two processes at once are applied once each', async () => {
    const { db, url } = await emptyDatabase();
    const code = `
      import { openDatabase } from './db/client.ts';
      import { migrate } from './db/migrate.ts';
      const db = openDatabase({ url: process.argv[1], max: 2 });
      console.log(JSON.stringify(await migrate(db)));
      await db.close();`;
    const run = () =>
      new Promise<string[]>((resolve, reject) => {
        const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code, url], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let out = '';
        child.stdout.on('data', (chunk) => {
          out += chunk;
        });
        child.once('exit', (status) => (status === 0 ? resolve(JSON.parse(out)) : reject(new Error(`exit ${status}`))));
      });
    const applied = (await Promise.all([run(), run()])).flat();
    const recorded = await db.query<{ name: string }>('select name from schema_migrations order by name');
    expect(applied.sort()).toEqual(recorded.map((row) => row.name));
  });

  it('refuse a database whose applied migration has changed since, and name it', async () => {
    const { db } = await emptyDatabase();
    await migrate(db, folder);
    await writeFile(path.join(folder, '0004-rules.sql'), 'create table tampered ()');
    await expect(migrate(db, folder)).rejects.toThrow('0004-rules.sql has changed since it was applied');
    await cp(path.join(MIGRATIONS_FOLDER, '0004-rules.sql'), path.join(folder, '0004-rules.sql'));
  });

  it('leave nothing of a migration that fails half-way, and go on after it is mended', async () => {
    const { db } = await emptyDatabase();
    const next = path.join(folder, '0900-next.sql');
    await writeFile(next, 'create table half (); select 1/0;');
    await expect(migrate(db, folder)).rejects.toThrow('division by zero');
    expect(await db.query(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
    await writeFile(next, 'create table half ();');
    expect(await migrate(db, folder)).toEqual(['0900-next.sql']);
  });

  it('refuse a database that a newer release has migrated', async () => {
    const { db } = await emptyDatabase();
    await migrate(db);
    await db.query(`insert into schema_migrations (name, checksum) values ('0999-future.sql', '')`);
    await expect(migrate(db)).rejects.toThrow('newer release (0999-future.sql)');
  });

  it('refuse a folder without migrations', async () => {
    const { db } = await emptyDatabase();
    await expect(migrate(db, path.join(folder, '..'))).rejects.toThrow('No migrations in');
  });
});
