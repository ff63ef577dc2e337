import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { createRandom } from '@/sim/shop/random';
import { startTaobaoStandIn, type TaobaoStandIn } from '@/sim/taobao/stand-in';
import type { Role, UserActor } from '../context';
import { accessToken } from '../fetching/access-token';
import { healthOverview } from '../health/overview';
import { appRouter } from '../root';
import { anActor, contextOf, quietServices, requestOf } from '../testing/acting';
import { platformDesk } from '../testing/platform-desk';
import { createCaller } from '../trpc';

const APP = { appKey: '12345678', appSecret: 'secret of the app', sellerId: '2200000000017' };
let db: TestDatabase;
let desk: Awaited<ReturnType<typeof platformDesk<TaobaoStandIn>>>;
let admin: UserActor;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  admin = await anActor(db, { role: 'admin' });
  desk = await platformDesk(db, {
    platform: 'taobao',
    secret: APP.appSecret,
    start: () =>
      startTaobaoStandIn({
        ...{ ...APP, port: 0, callsPerSecond: 1_000 },
        ...{ random: createRandom(7), lossShare: 0, repeatShare: 0 },
      }),
    credentialsOf: (standIn) => ({ appKey: APP.appKey, sessionKey: standIn.session() }),
  });
});

const shops = (actor: UserActor = admin) => createCaller(appRouter)(requestOf(db, actor)).shops;
const test = () => shops().testConnection({ shopId: desk.shopId });
const enter = (values: Record<string, string | null>) => shops().setCredentials({ shopId: desk.shopId, values });

describe('the connection of a shop', () => {
  it.each<Role>(['agent', 'supervisor', 'manager'])('is not tested by a %s', async (role) => {
    const actor = await anActor(db, { role, groupId: await aGroup(db) });
    await expect(shops(actor).testConnection({ shopId: desk.shopId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('that works is asked for real: what changed, and the subscription to messages; the test is on record', async () => {
    const asked = desk.standIn.timesCalled('taobao.trades.sold.increment.get');
    expect(await test()).toEqual({
      list: { isOk: true, tookMs: expect.any(Number) },
      messages: { isOk: true, tookMs: expect.any(Number) },
    });
    expect(desk.standIn.timesCalled('taobao.trades.sold.increment.get')).toBe(asked + 1);
    const trail = await db.query(`select actor from audit where action = 'shops.testConnection' and ref = $1`, [
      desk.shopId,
    ]);
    expect(trail).toEqual([{ actor: admin.userId }]);
  });

  it('is told to be wrong by its signature, its app and its session, each by the code of the platform', async () => {
    await enter({ appKey: '1' });
    expect((await test()).list).toMatchObject({
      problem: 'not-connected',
      reason: {
        code: 'call-refused',
        call: 'taobao.trades.sold.increment.get',
        answer: '29 isv.appkey-not-exists',
      },
    });
    await enter({ appKey: null });
    expect((await test()).list).toMatchObject({ problem: 'not-connected', missing: ['appKey'] });
    await enter({ appKey: APP.appKey, sessionKey: 'of-another-shop' });
    const { list, messages } = await test();
    expect(list).toMatchObject({ isOk: false, problem: 'not-connected' });
    expect(list).toMatchObject({ reason: { code: expect.stringMatching(/^consent-over$|^authorise-again$/) } });
    expect(messages).toBeNull();
  });

  it('goes on at once with a new session: the tokens of the one before and the pause are over', async () => {
    await db.query(`update channel_budgets set blocked_until = now() + interval '5 minutes' where shop_id = $1`, [
      desk.shopId,
    ]);
    await enter({ sessionKey: desk.standIn.session() });
    const [budget] = await db.query('select blocked_until <= now() as open from channel_budgets where shop_id = $1', [
      desk.shopId,
    ]);
    expect(budget).toEqual({ open: true });
    expect((await test()).list).toMatchObject({ isOk: true });
    const [connection] = await desk.services.connections();
    if (!connection) throw new Error('the shop is not asked for orders');
    const token = await accessToken(desk.services, desk.shopId, connection.open(), null);
    expect(token).toBe(desk.standIn.session());
  });

  it('keeps its tokens where something else is entered', async () => {
    const sealed = () => db.query('select sealed from channel_tokens where shop_id = $1', [desk.shopId]);
    const before = await sealed();
    await enter({ callsPerSecond: '500' });
    expect(await sealed()).toEqual(before);
  });

  it('is no fault before it is set up: what is missing is named, and no try is a problem', async () => {
    await enter({ appKey: null, sessionKey: null });
    await db.query('delete from order_fetches');
    await desk.passTime();
    const problems = desk.problems.length;
    await desk.poll();
    await desk.pull();
    expect(desk.problems).toHaveLength(problems);
    const missing = ['appKey', 'sessionKey'];
    const caller = createCaller(appRouter)(requestOf(db, admin));
    const asked = (await caller.channels.health()).find(({ shopId }) => shopId === desk.shopId);
    expect(asked?.asking?.missing).toEqual(missing);
    const { connections } = await healthOverview(contextOf(db, admin));
    expect(connections.find(({ shopId }) => shopId === desk.shopId)?.missing).toEqual(missing);
    await enter({ appKey: APP.appKey, sessionKey: desk.standIn.session() });
    const later = (await healthOverview(contextOf(db, admin))).connections;
    expect(later.find(({ shopId }) => shopId === desk.shopId)).toMatchObject({ missing: [], problem: null });
    expect(await desk.poll()).toBe(true);
    expect((await test()).list).toMatchObject({ isOk: true });
  });

  it.each(['xx', '0', '-1', 'Infinity'])(
    'takes no %s as a number of calls, and says beside which field',
    async (rate) => {
      const kept = () => db.query('select credentials_sealed from shops where id = $1', [desk.shopId]);
      const before = await kept();
      const cause = { code: 'invalid', detail: { field: 'callsPerSecond', why: 'rate' } };
      await expect(enter({ callsPerSecond: rate })).rejects.toMatchObject({ code: 'BAD_REQUEST', cause });
      expect(await kept()).toEqual(before);
    },
  );

  it('that cannot be made is told as such', async () => {
    const url = desk.standIn.url;
    await desk.enter({ apiBase: 'http://127.0.0.1:9/router/rest' });
    expect((await test()).list).toMatchObject({ problem: 'unavailable', reason: { code: 'outbound-network' } });
    await desk.enter({ apiBase: url });
  });

  it('of a channel that asks no platform, and of no shop, is refused', async () => {
    const { shopId } = await aShop(db, { channel: 'generic' });
    await expect(shops().testConnection({ shopId })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(shops().testConnection({ shopId: 'nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('an address that is entered', () => {
  it('may not be one of this machine or of a network behind it', async () => {
    const request = { ...requestOf(db, admin), services: { ...quietServices(db), isLoopbackAllowed: false } };
    const caller = createCaller(appRouter)(request).shops;
    for (const apiBase of ['http://127.0.0.1:5432', 'https://10.0.0.1/', 'http://eco.taobao.com/router/rest'])
      await expect(caller.setCredentials({ shopId: desk.shopId, values: { apiBase } })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    await caller.setCredentials({ shopId: desk.shopId, values: { apiBase: 'https://eco.taobao.com/router/rest' } });
  });
});
