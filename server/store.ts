import type pg from 'pg';
import { openDatabase, openSignInPool, type PooledDatabase } from '@/db/client';
import { startEmbedded } from '@/db/embedded';
import { migrate } from '@/db/migrate';
import type { Env } from './env';
import type { Log } from './log';
import { gaugeFrom } from './metrics';
import type { Keyring } from './privacy/keyring';
import { openKeyring } from './privacy/open-keyring';
import { showQueues } from './queue-gauges';
import { ensureDefaults } from './setup/ensure-defaults';

/** The pools on the one database of this process. */
export interface Store {
  /** For requests. */
  readonly db: PooledDatabase;
  /** For background work: custom plans, short time-outs. */
  readonly workerDb: PooledDatabase;
  readonly signInPool: pg.Pool;
  readonly keyring: Keyring;
  /** Closes the pools, then lets go of the embedded server. */
  close(): Promise<void>;
}

// Fewer connections for requests cost intake: fewer commits would share one write to disk.
const WEB_CONNECTIONS = 16;
const WORKER_CONNECTIONS = 8;
const SIGN_IN_CONNECTIONS = 4;

/** Opens DATABASE_URL, or starts PostgreSQL inside DATA_DIR, and brings the schema up to date. */
export async function openStore(env: Env, log: Log): Promise<Store> {
  const onTrouble = (error: unknown) =>
    log.error({ err: error }, 'the embedded server is gone and did not start again yet');
  const embedded = env.databaseUrl === null ? await startEmbedded(env.dataDir, { onTrouble }) : null;
  const url = env.databaseUrl ?? embedded?.url ?? '';
  let isClosing = false;
  const onConnectionLost = (error: Error) => {
    // The embedded server may end a connection that is being closed anyway before its goodbye is read.
    if (!isClosing) log.warn({ err: error }, 'a database connection was lost');
  };
  const db = openDatabase({ url, max: WEB_CONNECTIONS, applicationName: 'tidewatch-web', onConnectionLost });
  const workerDb = openDatabase({
    url,
    max: WORKER_CONNECTIONS,
    isPipeline: true,
    applicationName: 'tidewatch-worker',
    onConnectionLost,
  });
  const signInPool = openSignInPool({
    url,
    max: SIGN_IN_CONNECTIONS,
    applicationName: 'tidewatch-sign-in',
    onConnectionLost,
  });
  const close = async () => {
    isClosing = true;
    await Promise.all([db.close(), workerDb.close(), signInPool.end()]);
    await embedded?.stop();
  };
  const prepare = async () => {
    const applied = await migrate(db);
    if (applied.length > 0) log.info({ applied }, 'the schema was brought up to date');
    await ensureDefaults(db);
    return openKeyring(env, db);
  };
  const keyring = await prepare().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  gaugeFrom('tidewatch_pool_waiting', 'Requests waiting for a database connection.', () => db.stats().waiting);
  gaugeFrom('tidewatch_worker_pool_waiting', 'Jobs waiting for a connection.', () => workerDb.stats().waiting);
  showQueues(db);
  return { db, workerDb, signInPool, keyring, close };
}
