import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import type { Instant } from '@/domain/clocks/instant';
import type { Sql } from '../client';
import { migrateTo } from '../migrate';
import { errorCode } from '../sql-errors';
import { BackupError, type BackupHeader, type BackupPiece, type TableEnd, type TableStart } from './format';
import { readPieces } from './read';
import { openSession, type Session } from './session';
import { listInsertTriggers, listTables } from './tables';

export interface RestoreOptions {
  /** Lets a database that holds people or orders be replaced; all of it is gone then. */
  readonly mayReplace: boolean;
  /** Runs in the same transaction, over the restored rows. */
  readonly afterLoad: (tx: Sql) => Promise<void>;
}
export interface RestoreSummary {
  readonly tables: number;
  readonly rows: number;
  /** When the backup was made. */
  readonly madeAt: Instant;
}

const quoted = (name: string): string => pg.escapeIdentifier(name);

async function* piecesOf(file: string): AsyncGenerator<BackupPiece> {
  const source = createReadStream(file);
  const unpacked = source.pipe(createGunzip());
  source.on('error', (error) => unpacked.destroy(error));
  try {
    yield* readPieces(unpacked);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    throw new BackupError('the file is not a backup, or was damaged or cut off', { cause: error });
  } finally {
    source.destroy();
  }
}

/** Refuses while Tidewatch runs on the database, and where it holds something that nobody said may go. */
async function assertFree(sql: Sql, mayReplace: boolean): Promise<void> {
  const [others] = await sql.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and application_name in ('tidewatch-web', 'tidewatch-worker', 'tidewatch-sign-in')`,
  );
  if (others && others.n > 0) throw new BackupError('Tidewatch is running on this database: stop it first');
  const [known] = await sql.query<{ isMigrated: boolean }>(
    `select to_regclass('public.users') is not null and to_regclass('public.orders') is not null as "isMigrated"`,
  );
  if (!known?.isMigrated || mayReplace) return;
  const held = await sql.query('(select 1 from users limit 1) union all (select 1 from orders limit 1)');
  if (held.length > 0)
    throw new BackupError('the database holds people or orders: name another, or allow it to be replaced');
}

/** The schema as it was when the backup was made, with nothing in it. */
async function prepareSchema(sql: Sql, header: BackupHeader): Promise<void> {
  await sql.query('drop schema public cascade');
  await sql.query('create schema public');
  await migrateTo(sql, header.migrations);
  for (const { name, parent, bound } of header.partitions)
    await sql.query(`create table ${quoted(name)} partition of ${quoted(parent)} ${bound}`);
  for (const { table } of (await listTables(sql)).reverse()) {
    const filled = await sql.query(`select 1 from ${quoted(table)} limit 1`);
    if (filled.length > 0) await sql.query(`delete from ${quoted(table)}`);
  }
}

/** What triggers wrote beside a row is in the backup itself: fired again, they would write it a second time. */
async function setInsertTriggers(sql: Sql, state: 'enable' | 'disable'): Promise<void> {
  for (const { table, trigger } of await listInsertTriggers(sql))
    await sql.query(`alter table ${quoted(table)} ${state} trigger ${quoted(trigger)}`);
}

/** Feeds rows into one table. */
class Loader {
  private readonly stream: CopyStreamQuery;
  private readonly failed: Promise<never>;
  constructor(
    { client }: Session,
    private readonly start: TableStart,
  ) {
    const columns = start.columns.map(quoted).join(', ');
    this.stream = client.query(copyFrom(`copy ${quoted(start.table)} (${columns}) from stdin`));
    this.failed = once(this.stream, 'error').then(([error]) => Promise.reject(error));
    this.failed.catch(() => {});
  }

  async write(bytes: Buffer): Promise<void> {
    if (!this.stream.write(bytes)) await Promise.race([once(this.stream, 'drain'), this.failed]);
  }

  async end(said: TableEnd): Promise<void> {
    this.stream.end();
    await finished(this.stream);
    if (said.table !== this.start.table || said.rows !== this.stream.rowCount)
      throw new BackupError(`the backup is damaged: ${this.start.table} lacks rows`);
  }
}

async function load(session: Session, pieces: AsyncIterable<BackupPiece>): Promise<RestoreSummary> {
  let madeAt = 0;
  let loader: Loader | null = null;
  const counted = { tables: 0, rows: 0 };
  for await (const piece of pieces) {
    switch (piece.kind) {
      case 'header':
        madeAt = piece.header.madeAt;
        await prepareSchema(session.sql, piece.header);
        await setInsertTriggers(session.sql, 'disable');
        break;
      case 'table':
        loader = new Loader(session, piece.table);
        break;
      case 'rows':
        await loader?.write(piece.bytes);
        break;
      case 'table-end':
        await loader?.end(piece.table);
        counted.tables += 1;
        counted.rows += piece.table.rows;
        break;
      case 'sequences':
        for (const { name, value } of piece.sequences)
          await session.sql.query('select setval($1::regclass, $2)', [quoted(name), value]);
        break;
      case 'end':
        if (piece.end.tables !== counted.tables || piece.end.rows !== counted.rows)
          throw new BackupError('the backup is damaged: tables or rows are missing');
        await setInsertTriggers(session.sql, 'enable');
    }
  }
  return { ...counted, madeAt };
}

/**
 * Puts a backup into the database at `url`, in one transaction: either everything is as in the backup, or nothing has
 * changed. The schema is that of the backup; the next start brings it up to date. Throws BackupError with what is wrong.
 */
export async function restoreBackup(url: string, file: string, options: RestoreOptions): Promise<RestoreSummary> {
  const session = await openSession(url, 'tidewatch-restore');
  try {
    await session.client.query('begin');
    await assertFree(session.sql, options.mayReplace);
    const summary = await load(session, piecesOf(file));
    await options.afterLoad(session.sql);
    await session.client.query('commit');
    await session.client.query('analyze');
    return summary;
  } catch (error) {
    // A byte that was changed may reach PostgreSQL before the checksum of the file is read.
    if (!/^2[23]/.test(errorCode(error) ?? '')) throw error;
    throw new BackupError('the backup is damaged: the database refuses what it holds', { cause: error });
  } finally {
    // Closing a connection rolls back what it did not commit.
    await session.close();
  }
}
