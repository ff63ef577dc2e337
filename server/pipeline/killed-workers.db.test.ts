import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aGroup, aUser } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { createLog } from '@/server/log';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { counterDifferences } from '@/server/testing/counter-differences';
import { pushHeaders } from '@/server/testing/push';
import { aPushingShop } from '@/server/testing/shops';
import { createInbox } from './inbox';

/** Within a batch: while it takes its messages, locks, looks, stores, opens cards, records, and in the batches after. */
const DEATHS = [2, 4, 6, 9, 13, 21];
const ORDERS = 90;
const script = fileURLToPath(new URL('../testing/worker-child.ts', import.meta.url));

let db: TestDatabase;
let shopId: string;
let managerId: string;
let server: http.Server;
let door: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  const groupId = await aGroup(db);
  ({ shopId } = await aPushingShop(db, { groupId, platform: 'generic' }));
  managerId = await aUser(db, { groupId, role: 'manager' });
  await aUser(db, { groupId, capacity: 1_000 });
  const inbox = createInbox({ ...quietServices(db), log: createLog('silent'), onStored: () => {} });
  server = http.createServer((req, res) => void inbox.handle(req, res, { channel: 'generic', shopId }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  door = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  server.close();
});

/** A worker that has started and waits for its turn. */
async function aWorker(diesAt: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, db.url, String(diesAt)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

async function push(id: string, body: Buffer): Promise<number> {
  const timestamp = String(Math.floor((await db.now()) / 1000));
  const headers = pushHeaders({ id, timestamp, body });
  return (await fetch(door, { method: 'POST', headers, body: new Uint8Array(body) })).status;
}

/** What the shop says: orders without fault, with a vague address, and with a whole-thousand payment, some twice. */
function messagesOf(now: number): { id: string; body: Buffer }[] {
  const kinds: Partial<GenericOrderValues>[] = [{}, { detail: '小区门口' }, { amountCents: 300_000 }];
  const orders = Array.from({ length: ORDERS }, (_, n) => ({ ...kinds[n % kinds.length], orderNo: `KILL${n}` }));
  const first = orders.map((values) => genericOrder({ ...values, at: now }));
  const later = orders.filter((_, n) => n % 5 === 0).map((values) => genericOrder({ ...values, at: now + 1_000 }));
  return [...first, ...later].map(({ body }) => ({ id: randomUUID(), body }));
}

const waiting = async () =>
  (await db.query('select 1 from inbox_keys where state = 0 union all select 1 from outbox where state = 0')).length;

it('workers killed in the middle of their batches lose no acknowledged message and do nothing twice', async () => {
  const workers = await Promise.all([...DEATHS, 0].map(aWorker));
  const acknowledged: string[] = [];
  const pushing = (async () => {
    for (const { id, body } of messagesOf(await db.now()))
      for (const _ of acknowledged.length % 4 === 0 ? [1, 2] : [1])
        if ((await push(id, body)) === 200) acknowledged.push(id);
  })();
  for (const worker of workers.slice(0, -1)) {
    worker.stdin?.write('go\n');
    const [, signal] = await once(worker, 'exit');
    expect(signal).toBe('SIGKILL');
  }
  await pushing;
  workers.at(-1)?.stdin?.write('go\n');
  while ((await waiting()) > 0);

  const left = await db.query('select k.key, k.reason from inbox_keys k where k.state not in (1, 4)');
  expect(left).toEqual([]);
  const known = await db.query<{ key: string }>('select key from inbox_keys');
  expect(new Set(known.map(({ key }) => key))).toEqual(new Set(acknowledged));
  const [sums] = await db.query<Record<string, number>>(
    `select (select count(*)::int from orders) as orders, (select count(*)::int from orders where verdict is null) as unjudged,
       (select count(*)::int from tasks) as cards, (select count(distinct order_id)::int from tasks) as "ordersWithCard",
       (select count(*)::int from order_log where action = 'held') as holds,
       (select count(*)::int from order_events) as said, (select count(*)::int from inbox_keys) as received,
       (select count(*)::int from orders where class = 'abnormal') as abnormal,
       (select coalesce(sum((detail->>'count')::int), 0)::int from notices where user_id = $1) as told`,
    [managerId],
  );
  expect(sums).toMatchObject({ orders: ORDERS, unjudged: 0, cards: 60, ordersWithCard: 60, holds: 60 });
  expect(sums?.said).toBe(sums?.received);
  expect([sums?.abnormal, sums?.told]).toEqual([30, 30]);
  expect(await counterDifferences(db)).toEqual([]);
}, 60_000);
