import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { UserActor } from '../context';
import { hookRoutes } from '../hooks';
import { createRequestHandler } from '../http/handler';
import { type Listener, openListener } from '../http/listener';
import { requestHeaders } from '../http/request-headers';
import { createLog } from '../log';
import { createInbox } from '../pipeline/inbox';
import { type PipelineWorker, startPipeline } from '../pipeline/worker';
import { appRouter } from '../root';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, quietServices, requestOf } from '../testing/acting';
import { pushHeaders, TEST_SECRET } from '../testing/push';
import { aPushingShop } from '../testing/shops';
import { createCaller } from '../trpc';

const OTHER_SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
const callerOf = createCaller(appRouter);
const log = createLog('silent');
let db: TestDatabase;
let listener: Listener;
let pipeline: PipelineWorker;
let origin: string;
let groupId: string;
let admin: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  groupId = await aGroup(db);
  admin = await anActor(db, { role: 'admin' });
  listener = await openListener({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${listener.port}`;
  const services = quietServices(db);
  pipeline = startPipeline({ ...services, rules: createRuleSetCache(), log, onCommitted: () => {} });
  const inbox = createInbox({ ...services, log, limits: { shopsMaxAgeMs: 0 }, onStored: pipeline.wake });
  listener.answerWith(
    createRequestHandler({
      services,
      origin,
      origins: [origin],
      isDev: false,
      log,
      routes: hookRoutes({ services, inbox, log, wakeSync: () => {}, wakeImports: () => {}, wakeFacts: () => {} }),
      metricsToken: null,
      whoIs: async () => null,
      headersOf: requestHeaders,
      answerAuth: async () => new Response(null, { status: 404 }),
      renderPage: async (_req, res) => void res.writeHead(404).end(),
      whyNotReady: async () => null,
    }),
  );
});
afterAll(async () => {
  await pipeline.stop();
  await listener.close();
});

const shops = (at = origin) => {
  const request = requestOf(db, admin);
  return callerOf({ ...request, services: { ...request.services, origin: at } }).shops;
};
let sent = 0;
async function push(shopId: string, values: { secret?: string; at?: number; headers?: object } = {}): Promise<number> {
  const body = Buffer.from(JSON.stringify({ type: 'ping' }));
  const timestamp = String(Math.floor((values.at ?? (await db.now())) / 1_000));
  const signed = pushHeaders({
    id: `m${++sent}`,
    timestamp,
    body,
    ...(values.secret ? { secret: values.secret } : {}),
  });
  const response = await fetch(`${origin}/hooks/generic/${shopId}`, {
    method: 'POST',
    body,
    headers: { ...signed, ...values.headers },
  });
  await response.arrayBuffer();
  return response.status;
}
const untilDoor = (shopId: string, expected: readonly object[]) =>
  vi.waitFor(async () => expect((await shops().door({ shopId })).lines).toMatchObject(expected), { timeout: 5_000 });

describe('the door of a shop', () => {
  it('tells what came and what was wrong with it, the newest first', async () => {
    const { shopId } = await aPushingShop(db, { groupId });
    expect(await push(shopId)).toBe(200);
    expect(await push(shopId, { secret: OTHER_SECRET })).toBe(401);
    expect(await push(shopId, { at: (await db.now()) - 3_600_000 })).toBe(401);
    expect(await push(shopId, { headers: { 'webhook-id': '' } })).toBe(401);
    await untilDoor(shopId, [
      { outcome: 'refused', refusal: 'header-missing', fingerprint: null, count: 1 },
      { outcome: 'refused', refusal: 'clock-skew' },
      { outcome: 'refused', refusal: 'wrong-signature' },
      { outcome: 'stored', refusal: null, fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/) },
    ]);
  });

  it('counts the same again on one line', async () => {
    const { shopId } = await aPushingShop(db, { groupId });
    for (let n = 0; n < 5; n += 1) await push(shopId);
    await untilDoor(shopId, [{ outcome: 'stored', count: 5 }]);
  });

  it('of a closed shop says so, though the sender is told no more than of an unknown one', async () => {
    const { shopId } = await aPushingShop(db, { groupId });
    await db.query('update shops set is_active = false where id = $1', [shopId]);
    expect(await push(shopId)).toBe(404);
    await untilDoor(shopId, [{ outcome: 'inactive' }]);
  });

  it('that no shop has is counted without its address', async () => {
    expect(await push('shop-of-nobody')).toBe(404);
    await vi.waitFor(async () => expect((await shops().door({ shopId: 'x' })).astray?.count).toBeGreaterThan(0), {
      timeout: 5_000,
    });
    expect(
      await db.query("select 1 from shop_doors where shop_id like '%nobody%' or entries::text like '%nobody%'"),
    ).toEqual([]);
  });

  it('shows which secret is still used while one replaces the other', async () => {
    const { shopId } = await aPushingShop(db, { groupId, secrets: [TEST_SECRET, OTHER_SECRET] });
    expect([await push(shopId), await push(shopId, { secret: OTHER_SECRET })]).toEqual([200, 200]);
    await vi.waitFor(
      async () => {
        const { secrets } = await shops().secrets({ shopId });
        expect(secrets.map(({ lastUsedAt }) => lastUsedAt !== null)).toEqual([true, true]);
      },
      { timeout: 5_000 },
    );
  });
});

describe('a test message', () => {
  it('passes the real door, is stored and read, and leaves no order', async () => {
    const { shopId } = await aPushingShop(db, { groupId });
    const test = await shops().sendTest({ shopId });
    expect(test).toMatchObject({
      url: `${origin}/hooks/generic/${shopId}`,
      reach: 'answered',
      status: 200,
      outcome: 'stored',
    });
    await vi.waitFor(
      async () =>
        expect(await shops().testOutcome({ shopId, key: test.key })).toEqual({
          state: 'done',
          reason: null,
          orders: 0,
        }),
      { timeout: 5_000 },
    );
    expect(await db.query('select 1 from orders where shop_id = $1', [shopId])).toEqual([]);
    expect(await db.query("select actor from audit where action = 'shops.sendTest' and ref = $1", [shopId])).toEqual([
      { actor: admin.userId },
    ]);
  });

  it('says when the door turns it away, when nobody answers there, and when somebody else does', async () => {
    const { shopId } = await aPushingShop(db, { groupId });
    await db.query('update shops set is_active = false where id = $1', [shopId]);
    expect(await shops().sendTest({ shopId })).toMatchObject({ reach: 'answered', status: 404 });
    expect(await shops('http://127.0.0.1:9').sendTest({ shopId })).toMatchObject({ reach: 'network', status: null });
    const elsewhere = `${origin}/nowhere?`;
    expect(await shops(elsewhere).sendTest({ shopId })).toMatchObject({ reach: 'not-ours' });
  });

  it('needs a secret', async () => {
    const { shopId } = await aPushingShop(db, { groupId, secrets: [] });
    await expect(shops().sendTest({ shopId })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
