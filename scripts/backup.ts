/** npm run backup -- [FILE]: writes everything in the database, as of now, to one file. Tidewatch may go on running. */
import path from 'node:path';
import { writeBackup } from '@/db/backup/write';
import { startEmbedded } from '@/db/embedded';
import { EnvError, readEnv } from '@/server/env';

const USAGE = 'npm run backup -- [FILE]   (default: DATA_DIR/backups/tidewatch-<time>.gz)';

const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

async function main(args: readonly string[]): Promise<void> {
  const env = readEnv();
  if (args.length > 1 || args[0]?.startsWith('-')) throw new EnvError(USAGE);
  const file = path.resolve(args[0] ?? path.join(env.dataDir, 'backups', `tidewatch-${stamp(Date.now())}.gz`));
  const embedded = env.databaseUrl === null ? await startEmbedded(env.dataDir) : null;
  try {
    const startedMs = performance.now();
    const made = await writeBackup(env.databaseUrl ?? embedded?.url ?? '', file);
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    process.stdout.write(
      `${made.file}: ${made.rows} rows of ${made.tables} tables, ${(made.bytes / 1e6).toFixed(1)} MB, ${seconds} s\n` +
        'Keep the data keys (DATA_KEYS, or the file data-keys in DATA_DIR) somewhere else: without them the personal values in it cannot be read.\n',
    );
  } finally {
    await embedded?.stop();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`The backup failed. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
