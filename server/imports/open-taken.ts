import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { openReport } from '../channels/csv/read-report';
import type { SealedDb } from '../privacy/sealed-db';
import type { FileVersion } from './file-version';
import type { ImportFile } from './import-file';
import { storedSource } from './stored-source';

async function loadVersion({ db }: SealedDb<Sql>, runId: string | null): Promise<FileVersion> {
  const [run] = await db.query<{ asOf: Instant; revision: number }>(
    'select as_of as "asOf", revision from import_runs where id = $1',
    [runId],
  );
  if (!run) throw new Error('a file is being imported without a run');
  return run;
}

/** A file that is being imported, opened to be read as it was when somebody decided, and the version of what it says. */
export async function openTaken(ctx: SealedDb<Sql>, file: ImportFile) {
  const { layout } = file;
  if (layout === null) throw new Error('a file is being imported that nobody knows how to read');
  const report = await openReport(storedSource(ctx, file.fileId, file.size), async () => layout);
  return { report, layout, version: await loadVersion(ctx, file.runId) };
}
