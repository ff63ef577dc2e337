import type { Sql } from '@/db/client';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { RowMessage } from '../channels/csv/parse';

export type FileVersion = Pick<RowMessage, 'asOf' | 'revision'>;

interface VersionedFile {
  readonly shopId: string;
  readonly sha: Buffer;
  /** When the file was exported, where the person knows; else the newest time in the file stands for it. */
  readonly exportedAt: Instant | null;
}

const MAX_REVISION = 999;

/**
 * The version of a file's statements. A file keeps the version of its first import for ever. A new one counts from its
 * export, or from the newest time it names; of two equally new, the one imported later wins.
 */
export async function versionOfFile(sql: Sql, file: VersionedFile, newestAt: Instant): Promise<FileVersion> {
  const [row] = await sql.query<{ asOf: Instant | null; revision: number | null; others: number }>(
    `select first.as_of as "asOf", first.revision,
       (select count(distinct file_sha)::int from import_runs where shop_id = $1) as others
     from (select 1) one
     left join lateral (select as_of, revision from import_runs where shop_id = $1 and file_sha = $2
       order by id limit 1) first on true`,
    [file.shopId, file.sha],
  );
  if (row?.asOf != null && row.revision !== null) return { asOf: row.asOf, revision: row.revision };
  const exportedAt = Math.max(file.exportedAt ?? newestAt, newestAt);
  return {
    asOf: Math.floor(exportedAt / SECOND_MS) * SECOND_MS,
    revision: Math.min(row?.others ?? 0, MAX_REVISION),
  };
}
