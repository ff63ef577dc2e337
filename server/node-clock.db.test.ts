import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { aGroup, aUser } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { Auth } from './auth/auth';
import { whoIs } from './auth/who-is';
import { checkSessions } from './live/session-check';
import { createLog } from './log';
import { createUser } from './people/create';
import { createInbox } from './pipeline/inbox';
import { runBatch } from './pipeline/pipeline';
import { createRuleSetCache } from './rules/active';
import { ensureDefaults } from './setup/ensure-defaults';
import { sweepDeadlines } from './tasks/sweep-deadlines';
import { anActor, contextOf, quietServices } from './testing/acting';
import { aConversation } from './testing/conversation-card';
import { pushHeaders } from './testing/push';
import { aPushingShop } from './testing/shops';
import { signIn, testAuth } from './testing/sign-in';

const password = 'correct horse battery';
let db: TestDatabase;
let auth: Auth;
let pool: pg.Pool;
let groupId: string;
let shopId: string;
let people = 0;
const servers: http.Server[] = [];

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  ({ auth, pool } = testAuth(db));
  groupId = await aGroup(db);
  ({ shopId } = await aPushingShop(db, { groupId, platform: 'generic' }));
  await aUser(db, { groupId, capacity: 1_000 });
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  for (const server of servers) server.close();
  await pool.end();
});

/** From now on this process believes it to be that much later (or earlier); the database does not. */
const skewClock = (byMs: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + byMs });

async function aDoor(): Promise<string> {
  const inbox = createInbox({ ...quietServices(db), log: createLog('silent'), onStored: () => {} });
  const server = http.createServer((req, res) => void inbox.handle(req, res, { channel: 'generic', shopId }));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
async function push(door: string, body: Buffer, at: number): Promise<number> {
  const headers = pushHeaders({ id: randomUUID(), timestamp: String(Math.floor(at / 1000)), body });
  return (await fetch(door, { method: 'POST', headers, body: new Uint8Array(body) })).status;
}
async function aSignIn() {
  const admin = contextOf(db, await anActor(db, { role: 'admin' }));
  const username = `clock.${++people}`;
  await createUser(admin, { username, name: '林', role: 'agent', groupId, password });
  const { status, headers } = await signIn(auth, username, password);
  expect(status).toBe(200);
  return headers;
}

describe.each([
  ['two hours fast', 2 * HOUR_MS],
  ['two hours slow', -2 * HOUR_MS],
])('a node whose clock is %s', (_, skewMs) => {
  it('takes genuine pushes, refuses stale ones, and sets deadlines by the clock of the database', async () => {
    skewClock(skewMs);
    const door = await aDoor();
    const now = await db.now();
    const { orderNo, body } = genericOrder({ at: now, detail: '小区门口' });
    expect(await push(door, body, now + skewMs)).toBe(401);
    expect(await push(door, body, now)).toBe(200);
    await runBatch(quietServices(db), createRuleSetCache());
    const [card] = await db.query<{ due: number; opened: number; detect: number; history: boolean }>(
      `select extract(epoch from t.due_at - now()) * 1000 as due, extract(epoch from now() - t.opened_at) * 1000 as opened,
         t.detect_ms as detect, o.is_history as history from tasks t join orders o on o.id = t.order_id
       where o.order_no = $1`,
      [orderNo],
    );
    expect(card?.history).toBe(false);
    expect(Number(card?.due)).toBeGreaterThan(29 * MINUTE_MS);
    expect(Number(card?.due)).toBeLessThanOrEqual(30 * MINUTE_MS);
    expect(Math.abs(Number(card?.opened))).toBeLessThan(MINUTE_MS);
    expect(card?.detect).toBeLessThan(MINUTE_MS);
  });

  it('makes no card overdue', async () => {
    const { taskId } = await aConversation(db, groupId, ['你好']);
    skewClock(skewMs);
    await aConversation(db, groupId, ['在吗']);
    expect(await sweepDeadlines(db)).toBe(0);
    expect(await db.query('select 1 from tasks where is_overdue')).toEqual([]);
    expect(await db.query('select 1 from tasks where id = $1::bigint', [taskId])).toHaveLength(1);
  });

  it('signs nobody out, and lets people sign in', async () => {
    const before = await aSignIn();
    skewClock(skewMs);
    const after = await aSignIn();
    const ids: string[] = [];
    for (const headers of [before, after]) {
      const actor = await whoIs(auth, db, headers);
      expect(actor).not.toBeNull();
      ids.push(actor?.sessionId ?? '');
    }
    expect((await checkSessions(db, ids)).ended).toEqual([]);
  });
});
