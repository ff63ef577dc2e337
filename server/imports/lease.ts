import { randomUUID } from 'node:crypto';
import type { Database, Sql } from '@/db/client';
import { FILE_COLUMNS, type ImportFile } from './import-file';

const LEASE_S = 15;
/** A step that was begun this often without coming any further is given up. */
const MAX_ATTEMPTS = 5;

/** The file is no longer this worker's: somebody cancelled it, or another node went on with it. */
export class LostLease extends Error {
  override readonly name = 'LostLease';
}

/** A file that this worker has in hand, for as long as it says so again and again. */
export interface HeldFile {
  readonly file: ImportFile;
  readonly lease: string;
}

/** Takes the oldest file that waits to be worked on, and that no living worker has in hand; null: there is none. */
export async function takeFile(db: Database, only: string | null): Promise<HeldFile | null> {
  await db.query(
    `update import_files set state = 'failed', updated_at = now()
     where state in ('checking', 'importing', 'verifying') and attempts >= $1 and lease_until < now()`,
    [MAX_ATTEMPTS],
  );
  const lease = randomUUID();
  const [file] = await db.query<ImportFile>(
    `update import_files f set lease = $1, lease_until = now() + make_interval(secs => $2), attempts = attempts + 1
     where id = (select id from import_files where state in ('checking', 'importing', 'verifying')
       and (lease_until is null or lease_until < now()) and ($3::bigint is null or id = $3)
       order by id limit 1 for update skip locked)
     returning ${FILE_COLUMNS}`,
    [lease, LEASE_S, only],
  );
  return file ? { file, lease } : null;
}

/** Keeps a file in hand and notes what `set` says of it. Throws LostLease. `params` begin at $3. */
export async function keepFile(
  sql: Sql,
  { file, lease }: HeldFile,
  set = '',
  params: readonly unknown[] = [],
): Promise<void> {
  const kept = await sql.query(
    `update import_files set lease_until = now() + make_interval(secs => ${LEASE_S}), attempts = 0, updated_at = now()
       ${set === '' ? '' : `, ${set}`}
     where id = $1 and lease = $2 and state in ('checking', 'importing', 'verifying') returning 1`,
    [file.fileId, lease, ...params],
  );
  if (kept.length === 0) throw new LostLease();
}

/** Holds on to a file during a part of its work that notes nothing (its encoding, its texts, its scattered rows). */
export async function extendLease(db: Database, { file, lease }: HeldFile): Promise<void> {
  await db.query(
    'update import_files set lease_until = now() + make_interval(secs => $3) where id = $1 and lease = $2',
    [file.fileId, lease, LEASE_S],
  );
}

/** Gives a file back to be gone on with in a moment; `isCounted` false: it was not the file's fault. */
export async function giveBack(db: Database, { file, lease }: HeldFile, isCounted: boolean): Promise<void> {
  await db.query(
    `update import_files set lease_until = now() + interval '2 seconds',
       attempts = case when $3 then attempts else greatest(0, attempts - 1) end
     where id = $1 and lease = $2`,
    [file.fileId, lease, isCounted],
  );
}
