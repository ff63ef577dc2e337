import type { Database, Sql } from '@/db/client';
import type { Problem } from '../channels/csv/columns';
import { PURPOSE } from '../privacy/sealed-columns';
import type { SealedDb } from '../privacy/sealed-db';

/** A file with more problems than this has another one; they are counted and not listed. */
export const LISTED_AT_MOST = 100_000;

export const forgetProblems = async (sql: Sql, fileId: string): Promise<void> => {
  await sql.query('delete from import_problems where file_id = $1', [fileId]);
};

/** Notes what is wrong with rows. Values are sealed, since a column that is read wrongly may hold anything. */
export async function noteProblems(
  { db, keyring }: SealedDb<Sql>,
  fileId: string,
  problems: readonly Problem[],
): Promise<void> {
  if (problems.length === 0) return;
  const places = new Map<number, number>();
  const placeOf = ({ row }: Problem): number => {
    const place = places.get(row) ?? 0;
    places.set(row, place + 1);
    return place;
  };
  await db.query(
    `insert into import_problems (file_id, row_no, place, column_name, reason, sealed_value)
     select $1, * from unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::bytea[])`,
    [
      ...[fileId, problems.map(({ row }) => row), problems.map(placeOf)],
      ...[problems.map(({ column }) => column), problems.map(({ reason }) => reason)],
      problems.map(({ value }) => keyring.seal(Buffer.from(value), PURPOSE.importProblem)),
    ],
  );
}

export interface ProblemPage {
  readonly problems: readonly Problem[];
  /** Keyset position of the next page; null at the end. */
  readonly next: string | null;
}

/** A page of what is wrong with a file's rows, in their order. */
export async function readProblems(
  { db, keyring }: SealedDb<Sql | Database>,
  fileId: string,
  after: string,
  limit: number,
): Promise<ProblemPage> {
  const [row = '-1', place = '0'] = after.split('.');
  const rows = await db.query<Omit<Problem, 'value'> & { sealed: Buffer; place: number }>(
    `select row_no as row, place, column_name as "column", reason, sealed_value as sealed from import_problems
     where file_id = $1 and (row_no, place) > ($2, $3) order by row_no, place limit $4`,
    [fileId, Number(row), Number(place), limit],
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    problems: rows.map(({ sealed, place: _, ...rest }) => ({
      ...rest,
      value: keyring.open(sealed, PURPOSE.importProblem).toString(),
    })),
    next: last ? `${last.row}.${last.place}` : null,
  };
}
