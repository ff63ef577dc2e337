import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openDatabase, type PooledDatabase } from '@/db/client';
import { type EmbeddedServer, startEmbedded } from '@/db/embedded';
import { socketFolderOf } from '@/db/embedded-place';
import { migrate } from '@/db/migrate';
import { genericOrder } from '@/db/testing/orders';
import { createLog } from '@/server/log';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { counterDifferences } from '@/server/testing/counter-differences';
import { pushHeaders } from '@/server/testing/push';
import { aPushingShop } from '@/server/testing/shops';
import { createRuleSetCache } from '../rules/active';
import { createInbox } from './inbox';
import { type PipelineWorker, startPipeline } from './worker';

const ORDERS = 120;
const KILL_AFTER = [30, 60, 90];
/** PostgreSQL is started again by whoever keeps it. */
const BACK = { timeout: 30_000, interval: 20 };

let folder: string;
let dataRoot: string;
let postgres: EmbeddedServer;
let web: PooledDatabase;
let worker: PooledDatabase;
let pipeline: PipelineWorker;
let server: http.Server;
let door: string;
let shopId: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tidewatch-killed-'));
  fs.chmodSync(folder, 0o755);
  dataRoot = path.join(folder, 'data');
  postgres = await startEmbedded(dataRoot);
  web = openDatabase({ url: postgres.url, max: 8 });
  worker = openDatabase({ url: postgres.url, max: 4, isPipeline: true });
  await migrate(web);
  await ensureDefaults(web);
  ({ shopId } = await aPushingShop(web, { platform: 'generic' }));
  const log = createLog('silent');
  pipeline = startPipeline({ ...quietServices(worker), rules: createRuleSetCache(), log, onCommitted: () => {} });
  const inbox = createInbox({ ...quietServices(web), log, onStored: pipeline.wake });
  server = http.createServer((req, res) => void inbox.handle(req, res, { channel: 'generic', shopId }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  door = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await pipeline.stop();
  await Promise.all([web.close(), worker.close()]);
  await postgres.stop();
  for (const made of [folder, socketFolderOf(dataRoot)])
    fs.rmSync(made, { recursive: true, force: true, maxRetries: 10 });
});

/** Sends one push as platforms do: again with the same id until it is acknowledged. */
async function pushUntilTaken(id: string, body: Buffer): Promise<void> {
  for (;;) {
    const headers = pushHeaders({ id, timestamp: String(Math.floor(Date.now() / 1000)), body });
    const { status } = await fetch(door, { method: 'POST', headers, body: new Uint8Array(body) });
    if (status === 200) return;
    expect(status).toBe(503);
    await vi.waitFor(() => web.query('select 1'), BACK);
  }
}

it('a database killed three times under load loses no acknowledged push and does nothing twice', async () => {
  const now = await web.now();
  const ids: string[] = [];
  const killed = new Set<number>();
  const sender = async (mine: number) => {
    for (let n = mine; n < ORDERS; n += 4) {
      const id = randomUUID();
      const { body } = genericOrder({ at: now, ...(n % 2 === 0 ? { detail: '小区门口' } : {}) });
      await pushUntilTaken(id, body);
      ids.push(id);
      const pid = postgres.pid();
      if (ids.length >= (KILL_AFTER[killed.size] ?? Number.POSITIVE_INFINITY) && pid !== null && !killed.has(pid)) {
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
    }
  };
  await Promise.all([0, 1, 2, 3].map(sender));
  expect(killed.size).toBe(3);
  while ((await web.query('select 1 from inbox_keys where state = 0')).length > 0) await pipeline.afterBatch();

  const stored = await web.query<{ key: string; state: number }>('select key, state from inbox_keys');
  expect(new Set(stored.map(({ key }) => key))).toEqual(new Set(ids));
  expect(stored.filter(({ state }) => state !== 1)).toEqual([]);
  const [sums] = await web.query<Record<string, number>>(
    `select (select count(*)::int from orders) as orders, (select count(*)::int from orders where verdict is null) as unjudged,
       (select count(*)::int from tasks) as cards, (select count(distinct order_id)::int from tasks) as "ordersWithCard",
       (select count(*)::int from order_events) as said`,
  );
  expect(sums).toEqual({ orders: ORDERS, unjudged: 0, cards: ORDERS / 2, ordersWithCard: ORDERS / 2, said: ORDERS });
  expect(await counterDifferences(web)).toEqual([]);
}, 90_000);
