import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './embedded-binaries';
import { isAlive, logTail, type Place, postmasterPid, preparePlace, urlOf } from './embedded-place';
import { initData, type Keeper, startKeeper } from './embedded-process';
import { errorCode, isServerStarting } from './sql-errors';

export interface EmbeddedOptions {
  /** The database to use, made when absent. */
  readonly database?: string;
  /** Tests only: no fsync. A crash of the machine may lose everything. */
  readonly isThrowAway?: boolean;
  /** Called when the server had gone and could not be started again (yet). */
  readonly onTrouble?: (error: unknown) => void;
}

export interface EmbeddedServer {
  /** For openDatabase; a private Unix socket, no TCP port. */
  readonly url: string;
  /** True when another process had started the server. */
  readonly isAttached: boolean;
  /** The postmaster's process id; null while it is being started again. */
  readonly pid: () => number | null;
  /** Lets go of the server. Nobody else uses it: resolves when it has stopped; otherwise at once. */
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
const HAND_OVER_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 30_000;
const AFTER_STOP_LIMIT_MS = 2_000;
const WATCH_EVERY_MS = 1_000;
const SETTINGS = [
  ...['listen_addresses=', 'max_connections=200', 'shared_buffers=256MB', 'max_wal_size=4GB'],
  ...['checkpoint_timeout=15min', 'jit=off', 'timezone=UTC', 'log_timezone=UTC', 'log_min_messages=warning'],
  // Details and statements in its log would repeat what customers are called and where they live.
  ...['log_error_verbosity=terse', 'log_min_error_statement=panic'],
];
const THROW_AWAY_SETTINGS = [
  ...['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'autovacuum_naptime=10s'],
  // Test files that run side by side share one server, each with pools of its own.
  'max_connections=500',
];

/**
 * Starts PostgreSQL from its npm binaries with the data under `dataRoot`, or attaches to the one that another process runs
 * there. The server lives as long as any process that uses it and none leaves an orphan, however it dies; a server that was
 * killed comes back by itself. Throws a text for the operator where it cannot run.
 */
export async function startEmbedded(dataRoot: string, options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const place = preparePlace(dataRoot);
  const database = options.database ?? 'tidewatch';
  const isAttached = await ensureRunning(place, database, options);
  let repair: Promise<unknown> | null = null;
  // The last other user may leave in the very moment in which this process attaches.
  const watch = setInterval(() => {
    if (repair || place.pipe.join()) return;
    repair = ensureRunning(place, database, options)
      .catch((error) => options.onTrouble?.(error))
      .finally(() => {
        repair = null;
      });
  }, WATCH_EVERY_MS).unref();
  return {
    url: urlOf(place, database),
    isAttached,
    pid: () => postmasterPid(place),
    stop: async () => {
      clearInterval(watch);
      await repair;
      await leave(place);
    },
  };
}

/** True when attached, false when this process started the server. */
async function ensureRunning(place: Place, database: string, options: EmbeddedOptions): Promise<boolean> {
  const begunAt = performance.now();
  let started: Keeper | null = null;
  for (;;) {
    if (place.pipe.join()) {
      if (await isReady(place, database)) return started === null;
    } else {
      started = start(place, options.isThrowAway ?? false);
    }
    const hasEnded = started && (await Promise.race([started.ended.then(() => true), pause(15).then(() => false)]));
    const elapsedMs = performance.now() - begunAt;
    if (hasEnded) {
      // Another process was faster, or the server of one that just left is still stopping: wait for it, then try again.
      if (postmasterPid(place) === null || elapsedMs > HAND_OVER_LIMIT_MS) throw new Error(startRefusal(place));
      started = null;
      await pause(100);
    }
    if (elapsedMs > START_LIMIT_MS) throw new Error(startRefusal(place));
    if (!started) await pause(15);
  }
}

function start(place: Place, isThrowAway: boolean): Keeper {
  const binaries = findBinaries();
  if (!fs.existsSync(path.join(place.data, 'PG_VERSION')))
    initData({ binaries, dataFolder: place.data, user: place.user, isThrowAway });
  const settings = isThrowAway ? [...SETTINGS, ...THROW_AWAY_SETTINGS] : SETTINGS;
  return startKeeper({
    binaries,
    dataFolder: place.data,
    logFile: place.logFile,
    user: place.user,
    pipe: place.pipe,
    args: ['-k', place.socketFolder, ...settings.flatMap((setting) => ['-c', setting])],
  });
}

function startRefusal(place: Place): string {
  const pid = postmasterPid(place);
  const why = pid
    ? `process ${pid} already runs a server on ${place.data}, but not at ${place.socketFolder} (was it started with another TMPDIR, or in another container?). Stop it, or set DATABASE_URL.`
    : `its log says:\n${logTail(place)}`;
  return `The built-in PostgreSQL could not start: ${why}`;
}

/** Connects and makes sure that the database exists; false while the server is not there yet. */
async function isReady(place: Place, database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(place, 'postgres') });
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
    return true;
  } catch (error) {
    // Two processes made the database at once.
    if (errorCode(error) === '42P04' || errorCode(error) === '23505') return true;
    if (isServerStarting(error)) return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function leave(place: Place): Promise<void> {
  const pid = postmasterPid(place);
  if (!place.pipe.leave() || pid === null) return;
  if (!(await holdsWithin(STOP_LIMIT_MS, () => postmasterPid(place) !== pid)))
    throw new Error(`PostgreSQL (process ${pid}) did not stop within ${STOP_LIMIT_MS / 1_000} s`);
  // The lock file goes a moment before the process; where nobody collects dead processes, that one never seems to end.
  await holdsWithin(AFTER_STOP_LIMIT_MS, () => !isAlive(pid));
}

async function holdsWithin(limitMs: number, condition: () => boolean): Promise<boolean> {
  const giveUpAt = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > giveUpAt) return false;
    await pause(10);
  }
  return true;
}
