import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { Platform } from '@/domain/order/platform';
import type { Context, UserActor } from '../context';
import type { FileState } from './import-file';

/** One import as it ended; `finishedAt` is null while it runs and where it was cut off. */
export interface ImportRun {
  readonly runId: string;
  readonly shopId: string;
  readonly shopName: string;
  readonly fileName: string;
  readonly rowsTotal: number;
  readonly rowsNew: number;
  readonly rowsChanged: number;
  readonly amountFen: number;
  readonly paidFen: number;
  readonly refundFen: number;
  readonly actorName: string | null;
  readonly createdAt: Instant;
  readonly finishedAt: Instant | null;
  readonly rowsRefused: number;
  readonly isCancelled: boolean;
}

/** A file that is not through yet. */
export interface OpenFile {
  readonly fileId: string;
  readonly shopId: string;
  readonly fileName: string;
  readonly state: FileState;
  readonly actorName: string | null;
  readonly createdAt: Instant;
}

export interface ImportOverview {
  readonly runs: readonly ImportRun[];
  /** Files that are worked on or wait for somebody, oldest first. */
  readonly open: readonly OpenFile[];
  /** Where files can be imported to. */
  readonly shops: readonly { readonly id: string; readonly name: string; readonly platform: Platform }[];
}

const SHOWN_RUNS = 50;

/** Imports as they ended, the newest first; those older than the run `before`. */
export const readRuns = (sql: Sql, limit: number, before?: string): Promise<ImportRun[]> =>
  sql.query<ImportRun>(
    `select r.id as "runId", r.shop_id as "shopId", s.name as "shopName", r.file_name as "fileName",
       r.rows_total as "rowsTotal", r.rows_new as "rowsNew", r.rows_changed as "rowsChanged", r.amount_fen::float8 as "amountFen",
       r.paid_fen::float8 as "paidFen", r.refund_fen::float8 as "refundFen", u.name as "actorName",
       r.created_at as "createdAt", r.finished_at as "finishedAt", r.rows_refused as "rowsRefused", r.is_cancelled as "isCancelled"
     from import_runs r join shops s on s.id = r.shop_id left join users u on u.id = r.actor
     where $2::bigint is null or r.id < $2 order by r.id desc limit $1`,
    [limit, before ?? null],
  );

/** The newest 50 imports, the files that are not through, and the active shops. `actorName` is null for imports from the command line. */
export async function listImports({ db }: Context<UserActor>): Promise<ImportOverview> {
  const [runs, open, shops] = await Promise.all([
    readRuns(db, SHOWN_RUNS),
    db.query<OpenFile>(
      `select f.id as "fileId", f.shop_id as "shopId", f.file_name as "fileName", f.state, u.name as "actorName",
         f.created_at as "createdAt"
       from import_files f left join users u on u.id = f.actor
       where f.state not in ('receiving', 'done', 'cancelled', 'failed') order by f.id limit $1`,
      [SHOWN_RUNS],
    ),
    db.query<ImportOverview['shops'][number]>('select id, name, platform from shops where is_active order by name, id'),
  ]);
  return { runs, open, shops };
}
