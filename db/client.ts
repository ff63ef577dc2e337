import pg from 'pg';
import type { Instant } from '@/domain/clocks/instant';
import { connectionConfig } from './connection';
import { isServerStarting } from './sql-errors';

/** Anything that can run SQL: the pool, or one transaction. int8 arrives as text, timestamptz as Instant (epoch ms). */
export interface Sql {
  query<Row>(text: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** A connection pool on one PostgreSQL database. */
export interface Database extends Sql {
  /** Runs work in one transaction; commits when it resolves, rolls back and rethrows when it rejects. */
  tx<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** The database's clock: the only source of "now" for decisions. */
  now(): Promise<Instant>;
  close(): Promise<void>;
}

/** A Database that also tells how busy its pool is. */
export interface PooledDatabase extends Database {
  /** Connections open, connections at rest, and callers waiting for one. */
  stats(): { readonly total: number; readonly idle: number; readonly waiting: number };
}

export interface DatabaseOptions {
  readonly url: string;
  readonly max: number;
  /** Pipeline and worker connections: custom plans only, short time-outs, a dead client noticed within a second. */
  readonly isPipeline?: boolean;
  readonly applicationName?: string;
  /** Called when a connection breaks while at rest or in use; the pool replaces it by itself. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** How long a caller may wait for a connection, also while the server starts again. */
const ACQUIRE_LIMIT_MS = 10_000;
const ACQUIRE_RETRY_MS = 50;

/**
 * Opens a pool. A connection is made again by itself after a server restart; only the step before the first statement is
 * retried (for up to 10 s), never a statement whose outcome is unknown.
 */
export function openDatabase(options: DatabaseOptions): PooledDatabase {
  const pool = new pg.Pool({
    ...connectionConfig(options),
    max: options.max,
    connectionTimeoutMillis: ACQUIRE_LIMIT_MS,
    idleTimeoutMillis: 60_000,
  });
  listenForLoss(pool, options.onConnectionLost);
  return {
    query: (text, params) => withClient(pool, (client) => run(client, text, params)),
    tx: (work) => runTransaction(pool, work),
    now: async () => {
      const [row] = await withClient(pool, (client) =>
        run<{ now: Instant }>(client, 'select clock_timestamp() as now'),
      );
      if (!row) throw new Error('the database did not tell the time');
      return row.now;
    },
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

/**
 * A small pool with pg's own date parsing (timestamptz as Date), for the sign-in library, which needs a pg.Pool.
 * Everything else uses openDatabase.
 */
export function openSignInPool(options: DatabaseOptions): pg.Pool {
  const { types: _ownTypes, ...config } = connectionConfig(options);
  const pool = new pg.Pool({ ...config, max: options.max, connectionTimeoutMillis: ACQUIRE_LIMIT_MS });
  listenForLoss(pool, options.onConnectionLost);
  return pool;
}

/** Without a listener on the pool and on every checked-out client a server restart would end the process. */
function listenForLoss(pool: pg.Pool, onConnectionLost: (error: Error) => void = () => {}): void {
  pool.on('error', onConnectionLost);
  pool.on('connect', (client) => client.on('error', onConnectionLost));
}

async function run<Row>(client: pg.PoolClient, text: string, params?: readonly unknown[]): Promise<Row[]> {
  const result = params ? await client.query(text, [...params]) : await client.query(text);
  // Several statements in one text answer with a list; the last one is what was asked for.
  const last = Array.isArray(result) ? (result.at(-1) as pg.QueryResult) : result;
  return last.rows as Row[];
}

/** Waits for a connection that has answered `first`; safe to repeat, as nothing of the caller has been sent yet. */
async function acquire(pool: pg.Pool, first: string | null): Promise<pg.PoolClient> {
  const giveUpAt = performance.now() + ACQUIRE_LIMIT_MS;
  for (;;) {
    let client: pg.PoolClient | null = null;
    try {
      client = await pool.connect();
      if (first) await client.query(first);
      return client;
    } catch (error) {
      client?.release(true);
      if (!isServerStarting(error) || performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, ACQUIRE_RETRY_MS));
    }
  }
}

async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await acquire(pool, null);
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

async function runTransaction<T>(pool: pg.Pool, work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await acquire(pool, 'begin');
  let isOver = false;
  let isBroken = false;
  const tx: Sql = {
    query: async (text, params) => {
      if (isOver) throw new Error('a statement was sent to a transaction that is over');
      return run(client, text, params);
    },
  };
  try {
    const result = await work(tx);
    isOver = true;
    const { command } = await client.query('commit');
    // A failed statement that the work caught leaves the transaction aborted: commit then answers ROLLBACK, without error.
    if (command !== 'COMMIT') throw new Error('the transaction had failed, so it was rolled back instead of committed');
    return result;
  } catch (error) {
    isOver = true;
    await client.query('rollback').catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}
