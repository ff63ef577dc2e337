/** npm run restore -- FILE [--replace]: puts a backup into the database of this folder, or of DATABASE_URL. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { restoreBackup } from '@/db/backup/restore';
import { openDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import { afterRestore } from '@/server/backup/after-restore';
import { EnvError, readEnv } from '@/server/env';

const USAGE = `npm run restore -- FILE [--replace]

  --replace   the database holds people or orders: all of it is replaced by the backup`;

async function bringUpToDate(url: string): Promise<void> {
  const db = openDatabase({ url, max: 1, applicationName: 'tidewatch-restore' });
  try {
    await migrate(db);
  } finally {
    await db.close();
  }
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new EnvError(USAGE);
  if (!existsSync(file)) throw new EnvError(`${file} does not exist.`);
  const env = readEnv();
  const embedded = env.databaseUrl === null ? await startEmbedded(env.dataDir) : null;
  const url = env.databaseUrl ?? embedded?.url ?? '';
  try {
    const startedMs = performance.now();
    const put = await restoreBackup(url, file, { mayReplace: values.replace, afterLoad: afterRestore });
    await bringUpToDate(url);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(
      `${put.rows} rows of ${put.tables} tables as of ${new Date(put.madeAt).toISOString()} are back, ${seconds} s.\n` +
        'Start Tidewatch with the data keys of the database that was backed up.\n',
    );
  } finally {
    await embedded?.stop();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`Nothing was restored. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
