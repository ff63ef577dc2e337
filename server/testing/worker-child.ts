/**
 * The background work of a node in a process of its own, for tests that kill it. Waits for a line on its standard input,
 * then works on the database argv[2]; with argv[3] it kills itself with SIGKILL while that many-th statement of its
 * transactions is on the way to the server.
 */
import { once } from 'node:events';
import { type Database, openDatabase, type Sql } from '@/db/client';
import { connectionsOf } from '../fetching/connections';
import { startFetching } from '../fetching/worker';
import { outboundBytes } from '../links/outbound';
import { createLog } from '../log';
import { noticeHandlers } from '../notices/deliver';
import { createOutboxWorker } from '../outbox/worker';
import { createShopDirectory } from '../pipeline/shop-directory';
import { startPipeline } from '../pipeline/worker';
import { createRuleSetCache } from '../rules/active';
import { quietServices } from './acting';

const LEASE_MS = 1_000;
const [, , url = '', diesAt = '0'] = process.argv;

function mortal(db: Database, limit: number): Database {
  let sent = 0;
  const counting = (tx: Sql): Sql => ({
    query: (text, params) => {
      const answer = tx.query(text, params);
      sent += 1;
      // The driver hands the statement to the socket before this turn of the event loop is over.
      if (sent === limit) setImmediate(() => process.kill(process.pid, 'SIGKILL'));
      return answer as never;
    },
  });
  return { ...db, tx: (work) => db.tx((tx) => work(counting(tx))) };
}

const log = createLog('silent');
const db = mortal(openDatabase({ url, max: 4, isPipeline: true }), Number(diesAt));
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const outbox = createOutboxWorker({ db, handlers: noticeHandlers, onError: () => {}, leaseMs: LEASE_MS, pollMs: 50 });
const services = quietServices(db);
const pipeline = startPipeline({ ...services, rules: createRuleSetCache(), log, onCommitted: outbox.wake });
const http = outboundBytes({ timeoutMs: 5_000, maxBytes: 5_000_000 });
startFetching({
  ...services,
  connections: connectionsOf(createShopDirectory(db, services.keyring), http, Date.now),
  wakePipeline: pipeline.wake,
  onProblem: () => {},
  random: Math.random,
});
