import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Instant } from '@/domain/clocks/instant';
import { type BackupHeader, END_OF_ROWS, FORMAT, FORMAT_VERSION, lineOf, type TableStart } from './format';
import { openSession, type Session } from './session';
import { listPartitions, listSequences, listTables } from './tables';

/** Better compression costs more time than the disk saves. */
const GZIP_LEVEL = 3;

export interface BackupSummary {
  readonly file: string;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  readonly madeAt: Instant;
}

const headerOf = async ({ sql }: Session): Promise<BackupHeader> => {
  const [meta] = await sql.query<{ madeAt: Instant; incarnation: string }>(
    `select now() as "madeAt", value as incarnation from app_meta where key = 'incarnation'`,
  );
  if (!meta) throw new Error('app_meta has no incarnation: the database was not migrated');
  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    ...meta,
    migrations: await sql.query('select name, checksum from schema_migrations order by name'),
    partitions: await listPartitions(sql),
  };
};

async function* rowsOf({ client }: Session, { table, columns }: TableStart): AsyncGenerator<Buffer, number> {
  const names = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  // Selected rather than copied straight, since a partitioned table has no rows of its own.
  const stream = client.query(copyTo(`copy (select ${names} from ${pg.escapeIdentifier(table)}) to stdout`));
  for await (const chunk of stream) yield chunk as Buffer;
  return stream.rowCount;
}

async function* backupOf(session: Session, header: BackupHeader, counted: { tables: number; rows: number }) {
  yield lineOf(header);
  for (const table of await listTables(session.sql)) {
    yield lineOf(table);
    const rows = yield* rowsOf(session, table);
    yield END_OF_ROWS;
    yield lineOf({ table: table.table, rows });
    counted.tables += 1;
    counted.rows += rows;
  }
  yield lineOf({ sequences: await listSequences(session.sql) });
  yield lineOf({ end: true, ...counted });
}

/**
 * Writes everything the database holds, as of one moment, to `file` (readable by its owner only) while others go on
 * working. The file appears whole or not at all; one that exists is not replaced.
 */
export async function writeBackup(url: string, file: string): Promise<BackupSummary> {
  const session = await openSession(url, 'tidewatch-backup');
  const draft = `${file}.part-${process.pid}`;
  try {
    await session.client.query('begin transaction isolation level repeatable read read only');
    const header = await headerOf(session);
    const counted = { tables: 0, rows: 0 };
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    if (await stat(file).catch(() => null)) throw new Error(`${file} exists already`);
    await pipeline(
      Readable.from(backupOf(session, header, counted), { objectMode: false }),
      createGzip({ level: GZIP_LEVEL }),
      createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
    );
    await session.client.query('commit');
    await rename(draft, file);
    return { file, bytes: (await stat(file)).size, madeAt: header.madeAt, ...counted };
  } finally {
    await rm(draft, { force: true });
    await session.close();
  }
}
