/** npm run audit:verify: compares the audit log with its seals and checkpoints. Tidewatch may go on running. */
import { openDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { errorCode } from '@/db/sql-errors';
import { type Verification, verifyAudit } from '@/server/audit/verify';
import { EnvError, readEnv } from '@/server/env';

const USAGE = `npm run audit:verify [-- --json]

  Reads DATABASE_URL, or the database in DATA_DIR, and the checkpoints in DATA_DIR/audit-checkpoints.
  Ends with 0 when everything is as it was sealed, 1 when something is not (the first place is named), 2 when it could not look.`;
const EXIT = { sound: 0, broken: 1, failed: 2 } as const;
const UNDEFINED_TABLE = '42P01';
/** A running application seals each second. */
const LONG_WAIT_MS = 60_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const iso = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString());

function* linesOf(found: Verification, seconds: number): Generator<string> {
  const { finding, waiting } = found;
  const speed = seconds > 0 ? `, ${Math.round(found.rows / seconds).toLocaleString('en')} rows/s` : '';
  yield `${found.rows} rows in ${found.blocks} blocks, ${found.checkpoints} checkpoints (${seconds.toFixed(1)} s${speed})`;
  for (const note of new Set(found.notes)) yield `note: ${note}`;
  if (finding) {
    yield `BROKEN: ${finding.says}${finding.block === null ? '' : ` (block ${finding.block})`}`;
    if (finding.rowId !== null) yield `first bad row: ${finding.rowId}`;
    return;
  }
  yield `sealed until ${iso(found.sealedUntil)}; ${waiting.rows} rows wait for the next seal`;
  if (waiting.oldestMs > LONG_WAIT_MS)
    yield 'note: the oldest of them has waited for more than a minute: is Tidewatch running?';
  if (found.checkpoints === 0)
    yield 'note: no checkpoint is here; without one, rows cut off at the end would not be noticed';
  yield 'sound: every row is as it was sealed';
}

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--json')) throw new EnvError(USAGE);
  const env = readEnv();
  const embedded = env.databaseUrl === null ? await startEmbedded(env.dataDir) : null;
  const db = openDatabase({ url: env.databaseUrl ?? embedded?.url ?? '', max: 1, applicationName: 'tidewatch-audit' });
  try {
    const startedMs = performance.now();
    const found = await verifyAudit(db, env);
    const seconds = (performance.now() - startedMs) / 1000;
    say(args.includes('--json') ? JSON.stringify({ ...found, seconds }) : [...linesOf(found, seconds)].join('\n'));
    return found.finding === null ? EXIT.sound : EXIT.broken;
  } finally {
    await db.close();
    await embedded?.stop();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const why =
      errorCode(error) === UNDEFINED_TABLE
        ? 'this database has no audit log yet: start Tidewatch on it once'
        : error instanceof Error
          ? error.message
          : String(error);
    process.stderr.write(`The audit log could not be verified. ${why}\n`);
    process.exitCode = EXIT.failed;
  },
);
