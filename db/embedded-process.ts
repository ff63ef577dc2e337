import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ServerUser } from './embedded-binaries';
import type { LifePipe } from './life-pipe';

/**
 * Keeps postgres running for as long as anyone holds the writing end of the pipe on stdin: `cat` ends when the last holder
 * is gone, however it died, and postgres gets a fast shutdown. A postgres killed by a signal is started again (refused for
 * a moment, while its orphaned backends leave); one that refuses at first start ends the script with its exit code.
 * Arguments: data folder, postgres, its arguments.
 */
const KEEPER = `
export LC_ALL=C
exec 3<&0
data=$1; shift
me=$$
( cat <&3 >/dev/null; kill -INT "$(head -n 1 "$data/postmaster.pid")" 2>/dev/null; kill -TERM $me 2>/dev/null ) &
exec 3<&-
ending= ; tries=0
trap 'ending=1; kill -INT $p 2>/dev/null' TERM INT
while :; do
  "$@" </dev/null & p=$!
  wait $p; code=$?
  if [ -n "$ending" ]; then wait $p; exit 0; fi
  if [ $code -gt 128 ]; then tries=50; fi
  if [ $tries -eq 0 ]; then exit $code; fi
  tries=$((tries-1)); sleep 0.2
done
`;

export interface Keeper {
  /** Resolves when the keeper has ended, with its exit code. */
  readonly ended: Promise<number>;
}

/** Starts postgres under its keeper, detached, its log appended to `logFile`. */
export function startKeeper(options: {
  readonly binaries: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly user: ServerUser;
  readonly pipe: LifePipe;
  readonly args: readonly string[];
}): Keeper {
  const reader = options.pipe.create();
  const log = openLog(options.logFile, options.user);
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      KEEPER,
      'tidewatch-postgres',
      options.dataFolder,
      path.join(options.binaries, 'postgres'),
      '-D',
      options.dataFolder,
      ...options.args,
    ],
    { ...options.user, cwd: options.dataFolder, stdio: [reader, log, log], detached: true },
  );
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(126));
  });
  fs.closeSync(reader);
  fs.closeSync(log);
  child.unref();
  return { ended };
}

const LOG_LIMIT_BYTES = 10_000_000;

/** Appends to the log, or begins a new one when it has grown long, keeping the last as .old. */
function openLog(file: string, user: ServerUser): number {
  if (fs.existsSync(file) && fs.statSync(file).size > LOG_LIMIT_BYTES) fs.renameSync(file, `${file}.old`);
  const log = fs.openSync(file, 'a', 0o600);
  if (user.uid !== undefined) fs.fchownSync(log, user.uid, user.gid ?? user.uid);
  return log;
}

/** Makes a new data folder beside its place and moves it there in one step, so that two processes cannot mix theirs. */
export function initData(options: {
  readonly binaries: string;
  readonly dataFolder: string;
  readonly user: ServerUser;
  readonly isThrowAway: boolean;
}): void {
  const draft = `${options.dataFolder}.${process.pid}.draft`;
  fs.rmSync(draft, { recursive: true, force: true });
  const made = spawnSync(
    '/bin/sh',
    [
      '-c',
      'LC_ALL=C exec "$@"',
      'sh',
      path.join(options.binaries, 'initdb'),
      ...['-D', draft, '-U', 'postgres', '--auth=trust', '--encoding=UTF8'],
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...(options.isThrowAway ? ['--no-sync'] : []),
    ],
    { ...options.user, cwd: path.dirname(draft), encoding: 'utf8' },
  );
  if (made.status !== 0) {
    fs.rmSync(draft, { recursive: true, force: true });
    throw new Error(
      `The built-in PostgreSQL could not make its data folder (${made.error?.message ?? made.stderr.trim()}). As root it runs as another user, who must be able to read the project's folder; otherwise set DATABASE_URL.`,
    );
  }
  try {
    fs.renameSync(draft, options.dataFolder);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(path.join(options.dataFolder, 'PG_VERSION'))) throw error;
  }
}
