import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aGroup, aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { storedReason } from '@/domain/intake/reason';
import { refused } from '@/sim/douyin/answer';
import { doudianOrderOf } from '@/sim/douyin/order-shape';
import { signPush } from '@/sim/douyin/sign';
import { type DoudianStandIn, startDoudianStandIn } from '@/sim/douyin/stand-in';
import { advance, newProgress } from '@/sim/shop/life';
import { createRandom } from '@/sim/shop/random';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { orderLog } from '../orders/log';
import { appRouter } from '../root';
import { actingAs, anActor, requestOf } from '../testing/acting';
import { DOUDIAN_APP, doudianDesk, type PlatformStart } from '../testing/doudian-desk';
import { fetchServices } from '../testing/platform-desk';
import { createCaller } from '../trpc';
import { accessToken } from './access-token';
import { fetchDue, PER_SHOP } from './fetch-due';
import { channelHealth } from './health';
import { leaseFetches } from './lease';
import { pollDue } from './poll-due';
import { settleFetches } from './settle';

/** The platform of the desk: it answers as often as it is asked, and pushes as it is told. */
const startPlatform = (start: PlatformStart) =>
  startDoudianStandIn({
    ...start,
    port: 0,
    callsPerSecond: 100_000,
    random: createRandom(7),
    lossShare: 0,
    repeatShare: 0,
  });

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof doudianDesk<DoudianStandIn>>>;
let now: number;
let made = 0;
const shop = createShop({ shopId: 's', prefix: 'DY', seed: 3, scenario: SCENARIOS.normal, maskedShare: 0 });

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await doudianDesk(db, startPlatform);
});
beforeEach(async () => {
  now = await db.now();
  await desk.fetchAll();
  await desk.passTime();
  desk.problems.length = 0;
});

/** A paid order that the platform knows; returns its number. */
function anOrder(agoMs = 60_000): string {
  made += 1;
  const placed = newProgress(shop.nextOrders(now - agoMs - made)[0]!);
  const order = doudianOrderOf(advance(placed, { type: 'order.paid', at: now - agoMs }), now - agoMs);
  desk.standIn.put(order);
  return order.order_id;
}
const orders = (count: number) => Array.from({ length: count }, () => anOrder());
const push = (numbers: readonly string[], tag = '101') =>
  desk.standIn.deliver(numbers.map((no) => desk.standIn.hint(no, tag)));
const inPool = async (numbers: readonly string[]) =>
  (await db.query('select 1 from orders where order_no = any($1::text[])', [numbers])).length;
interface FetchRow {
  told: number;
  attempts: number;
  due: boolean;
  dead: boolean;
  error: string | null;
}
const rowOf = async (orderNo: string) =>
  (
    await db.query<FetchRow>(
      `select told, attempts, due_at is not null as due, dead_at is not null as dead, last_error as error
       from order_fetches where order_no = $1`,
      [orderNo],
    )
  )[0];

describe('a push at the door', () => {
  const post = async (
    body: string,
    options: { shop?: string; secret?: string; headers?: Record<string, string> } = {},
  ) => {
    const sign = signPush(DOUDIAN_APP.appKey, body, options.secret ?? DOUDIAN_APP.appSecret);
    const headers = options.headers ?? { 'app-id': DOUDIAN_APP.appKey, 'event-sign': sign };
    const response = await fetch(`${desk.doorUrl}/${options.shop ?? desk.shopId}`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  };
  const keysOf = async (prefix: string) =>
    await db.query<{ key: string; state: number }>('select key, state from inbox_keys where key like $1 order by key', [
      `${prefix}%`,
    ]);
  const body = (id: string, no = '6900000000000000001') =>
    JSON.stringify([{ tag: '101', msg_id: id, data: `{"p_id":${no}}` }]);

  it('is acknowledged as the platform asks once its messages are committed, again when it comes again', async () => {
    const taken = { status: 200, text: '{"code":0,"msg":"success"}' };
    const sent = body('door-1', anOrder());
    expect(await post(sent)).toEqual(taken);
    expect(await keysOf('push/door-1')).toEqual([{ key: 'push/door-1', state: 0 }]);
    expect(await post(sent)).toEqual(taken);
    expect(await db.query(`select 1 from inbox_conflicts where key = 'push/door-1'`)).toEqual([]);
    expect(await keysOf('push/door-1')).toHaveLength(1);
  });

  it('with the id of another message is kept aside and not processed', async () => {
    const [first, second] = [anOrder(), anOrder()];
    await post(body('same', first));
    expect((await post(body('same', second))).status).toBe(200);
    const aside = await db.query(`select 1 from inbox_conflicts where key = 'push/same'`);
    expect(aside).toHaveLength(1);
    await desk.fetchAll();
    expect([await inPool([first]), await inPool([second])]).toEqual([1, 0]);
  });

  it.each([
    ['for a shop that does not exist', 404, { shop: 'nobody' }],
    ['signed with another secret', 401, { secret: 'another' }],
    ['without a signature', 401, { headers: { 'app-id': DOUDIAN_APP.appKey } }],
    [
      'signed for other bytes',
      401,
      {
        headers: {
          'app-id': DOUDIAN_APP.appKey,
          'event-sign': signPush(DOUDIAN_APP.appKey, body('door-3'), DOUDIAN_APP.appSecret),
        },
      },
    ],
  ])('%s is refused with %i and leaves nothing', async (_, status, options) => {
    const answer = await post(body('door-2'), options);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('"code":0');
    expect(await keysOf('push/door-2')).toEqual([]);
  });

  it('that is empty is refused, one without messages or trying the address is acknowledged', async () => {
    expect((await post('')).status).toBe(400);
    expect((await post('[]')).status).toBe(200);
    expect((await post('[{"tag":"0","msg_id":"0","data":"2026-11-11T00:00:00+08:00"}]')).status).toBe(200);
    expect(await keysOf('push/0')).toEqual([]);
  });

  it('that nobody can read is acknowledged, and set aside with its reason while the others of it go on', async () => {
    const order = anOrder();
    const mixed = JSON.stringify([
      { tag: '101', msg_id: 'odd', data: '{"p_id":"?"}' },
      { tag: '101', msg_id: 'even', data: `{"p_id":${order}}` },
    ]);
    expect((await post(mixed)).status).toBe(200);
    await desk.fetchAll();
    const [odd] = await db.query(`select state, reason from inbox_keys where key = 'push/odd'`);
    expect(odd).toEqual({ state: 2, reason: storedReason({ code: 'not-an-order-no', path: 'data.p_id' }) });
    expect(await inPool([order])).toBe(1);
  });
});

describe('an order that was named', () => {
  it('is asked for once however many pushes name it, and once more when one comes while the answer is on its way', async () => {
    const order = anOrder();
    for (const tag of ['100', '101', '110']) {
      await push([order], tag);
      await desk.work();
    }
    expect(await rowOf(order)).toMatchObject({ told: 3, due: true });
    const before = desk.standIn.timesCalled('order.orderDetail');
    const underway = await fetchDue(desk.services);
    await push([order], '105');
    await desk.work();
    await Promise.all(underway.values());
    await desk.fetchAll();
    expect(desk.standIn.timesCalled('order.orderDetail') - before).toBeLessThanOrEqual(2);
    expect(await rowOf(order)).toMatchObject({ told: 4, due: false, attempts: 0, error: null });
    expect(await inPool([order])).toBe(1);
  });

  it('whose worker dies in the middle is asked for by another after the lease, and the dead one settles nothing', async () => {
    const numbers = orders(3);
    await push(numbers);
    await desk.work();
    const connections = await desk.services.connections();
    const lost = await leaseFetches(db, connections, PER_SHOP);
    expect(lost.map(({ orderNo }) => orderNo).sort()).toEqual([...numbers].sort());
    expect(await leaseFetches(db, connections, PER_SHOP)).toEqual([]);
    await desk.passTime();
    await desk.fetchAll();
    expect(await inPool(numbers)).toBe(3);
    const late = lost.map((fetch) => ({
      fetch,
      outcome: { kind: 'dead', reason: { code: 'never-answered' } } as const,
    }));
    expect(await settleFetches(desk.services, desk.shopId, late)).toMatchObject({ dead: 0, stored: 0 });
    expect(await rowOf(numbers[0]!)).toMatchObject({ dead: false, error: null });
  });

  it('that the platform refuses is given up with its reason while the others go on, and asked for again when something new is told', async () => {
    const [bad, ...good] = orders(5) as [string, ...string[]];
    desk.standIn.poison(bad, refused(40_004, 'isv.order-not-exist'));
    await push([bad, ...good]);
    await desk.fetchAll();
    expect(await inPool(good)).toBe(4);
    expect(await rowOf(bad)).toMatchObject({
      dead: true,
      due: false,
      attempts: 5,
      error: storedReason({ code: 'call-refused', call: 'order.orderDetail', answer: '40004 isv.order-not-exist' }),
    });
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    desk.standIn.poison(bad, null);
    await push([bad], '110');
    await desk.fetchAll();
    expect(await inPool([bad])).toBe(1);
    expect(await rowOf(bad)).toMatchObject({ dead: false, error: null, attempts: 0 });
  });

  it('whose content cannot be believed is set aside with its reason while the others go on', async () => {
    const [bad, good] = orders(2) as [string, string];
    const order = desk.standIn.orders().find(({ order_id: no }) => no === bad)!;
    desk.standIn.put({ ...order, pay_amount: -1 } as typeof order);
    await push([bad, good]);
    await desk.fetchAll();
    expect([await inPool([bad]), await inPool([good])]).toEqual([0, 1]);
    const aside = await db.query('select state, reason from inbox_keys where key like $1', [`order/${bad}@%`]);
    expect(aside).toEqual([{ state: 2, reason: storedReason({ code: 'amount-negative', path: 'pay_amount' }) }]);
  });
});

describe('an order that was paid and that the platform has not let go', () => {
  const look = async (orderNo: string) =>
    (
      await db.query(
        `select status, review, verdict is not null as "isJudged", (select count(*)::int from tasks t where t.order_id = o.id) as cards
         from orders o where order_no = $1`,
        [orderNo],
      )
    )[0];

  it('waits without a verdict and without a card, and is judged once it may be shipped', async () => {
    const no = anOrder();
    const paid = desk.standIn.orders().find(({ order_id: known }) => known === no)!;
    desk.standIn.put({ ...paid, order_status: 105, main_status: 105 } as typeof paid);
    await push([no]);
    await desk.fetchAll();
    expect(await look(no)).toEqual({ status: 'paid_hold', review: 'pending', isJudged: false, cards: 0 });
    desk.standIn.put({ ...paid, update_time: paid.update_time + 2 });
    await push([no], '110');
    await desk.fetchAll();
    expect(await look(no)).toEqual({ status: 'to_ship', review: 'released', isJudged: true, cards: 0 });
  });

  it('is held with a card where it says why: an after-sale is open', async () => {
    const no = anOrder();
    const paid = desk.standIn.orders().find(({ order_id: known }) => known === no)!;
    const lines = (paid.sku_order_list as object[]).map((line) => ({
      ...line,
      after_sale_info: { after_sale_status: 6, refund_status: 1 },
    }));
    desk.standIn.put({ ...paid, sku_order_list: lines } as typeof paid);
    await push([no], '200');
    await desk.fetchAll();
    expect(await look(no)).toEqual({ status: 'to_ship', review: 'held', isJudged: true, cards: 1 });
  });
});

describe('the calls of a shop', () => {
  it('come out of one bucket, however many nodes take them', async () => {
    const numbers = orders(60);
    await push(numbers);
    await desk.work();
    await desk.enter({ callsPerSecond: '10' });
    const connections = await desk.services.connections();
    await db.query('update channel_budgets set tokens = 20, filled_at = clock_timestamp()');
    const begunAt = await db.now();
    const taken = await Promise.all(Array.from({ length: 12 }, () => leaseFetches(db, connections, PER_SHOP)));
    const count = taken.flat().length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(21 + ((await db.now()) - begunAt) / 100);
    expect(new Set(taken.flat().map(({ orderNo }) => orderNo)).size).toBe(count);
    await desk.enter({ callsPerSecond: '1000' });
    await desk.passTime();
    await desk.fetchAll();
    expect(await inPool(numbers)).toBe(60);
  });

  it('stop for a while when the platform says that there are too many, and no order is blamed', async () => {
    const numbers = orders(4);
    await push(numbers);
    await desk.work();
    desk.standIn.limit(0);
    await desk.fetchOnce();
    const [budget] = await db.query<{ isBlocked: boolean; error: string; blocks: number }>(
      'select blocked_until > now() as "isBlocked", last_error as error, blocks from channel_budgets where shop_id = $1',
      [desk.shopId],
    );
    expect(budget).toMatchObject({ isBlocked: true, error: expect.stringContaining('60000'), blocks: 1 });
    expect(await desk.fetchOnce()).toBe(0);
    expect(await rowOf(numbers[0]!)).toMatchObject({ attempts: 0, dead: false, due: true });
    desk.standIn.limit(100_000);
    await desk.passTime();
    await desk.fetchAll();
    expect(await inPool(numbers)).toBe(4);
  });

  it('stop while the app is not what the platform expects, and go on once a person has mended it', async () => {
    const numbers = orders(2);
    await push(numbers);
    await desk.work();
    await desk.enter({ platformShopId: '1' });
    await db.query('update channel_tokens set sealed = null');
    for (let round = 0; round < 8; round += 1) {
      await desk.fetchOnce();
      await desk.passTime();
    }
    expect(await rowOf(numbers[0]!)).toMatchObject({
      attempts: 0,
      dead: false,
      due: true,
      error: expect.stringContaining('no-authorization'),
    });
    await desk.enter({ platformShopId: DOUDIAN_APP.shopId });
    await desk.fetchAll();
    expect(await inPool(numbers)).toBe(2);
  });

  it('meet an end of their token without an order being blamed, and it is renewed by one node', async () => {
    const numbers = orders(30);
    await push(numbers);
    await desk.work();
    const issued = desk.standIn.timesIssued();
    desk.standIn.expireTokens();
    const api = (await desk.services.connections())[0]!.open();
    const old = await accessToken(desk.services, desk.shopId, api, null);
    const renewals = await Promise.allSettled(
      Array.from({ length: 5 }, () => accessToken(desk.services, desk.shopId, api, old)),
    );
    expect(desk.standIn.timesIssued()).toBe(issued + 1);
    expect(new Set(renewals.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))).size).toBe(1);
    desk.standIn.expireTokens();
    await desk.fetchAll();
    expect(await inPool(numbers)).toBe(30);
    const counted = await db.query('select 1 from order_fetches where attempts > 0 and order_no = any($1::text[])', [
      numbers,
    ]);
    expect(counted).toEqual([]);
  });

  it('get a new token where the stored one cannot be opened any more', async () => {
    const numbers = orders(1);
    await push(numbers);
    const issued = desk.standIn.timesIssued();
    await db.query(`update channel_tokens set sealed = 'sealed with a key that is gone'`);
    await desk.fetchAll();
    expect(await inPool(numbers)).toBe(1);
    expect(desk.standIn.timesIssued()).toBe(issued + 1);
  });
});

describe('the look for changes', () => {
  it('goes on where a node that died left off, and nothing is left out', async () => {
    const numbers = orders(250);
    await desk.passTime();
    let pages = 0;
    const dying = {
      ...desk.services,
      db: {
        ...db,
        tx: (work: Parameters<typeof db.tx>[0]) => {
          pages += 1;
          return pages > 1 ? Promise.reject(new Error('killed')) : db.tx(work);
        },
      },
    } as typeof desk.services;
    await expect(pollDue(dying)).rejects.toThrow('killed');
    const noted = async () =>
      (await db.query('select 1 from order_fetches where order_no = any($1::text[])', [numbers])).length;
    expect(await noted()).toBeLessThan(250);
    expect(await desk.poll()).toBe(false);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    expect(await noted()).toBe(250);
    await desk.fetchAll();
    expect(await inPool(numbers)).toBe(250);
  });

  it('leaves what has just changed to its push', async () => {
    const fresh = anOrder(0);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    expect(await rowOf(fresh)).toBeUndefined();
  });

  it('fails with its reason and is tried again', async () => {
    await desk.passTime();
    desk.standIn.limit(0);
    expect(await desk.poll()).toBe(true);
    const [poll] = await db.query('select failures, last_error as error, due_at > now() as later from channel_polls');
    expect(poll).toMatchObject({ failures: 1, error: expect.stringContaining('60000'), later: true });
    desk.standIn.limit(100_000);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    expect(await db.query('select failures, last_error from channel_polls')).toEqual([
      { failures: 0, last_error: null },
    ]);
  });

  it('finds a state that follows another within the same second', async () => {
    const order = anOrder();
    await push([order]);
    await desk.fetchAll();
    const known = desk.standIn.orders().find(({ order_id: no }) => no === order)!;
    desk.standIn.put({ ...known, order_status: 4, main_status: 4 } as typeof known);
    await desk.passTime();
    expect(await desk.poll()).toBe(true);
    await desk.fetchAll();
    expect(await db.query('select status from orders where order_no = $1', [order])).toEqual([{ status: 'cancelled' }]);
  });
});

describe('how orders come in', () => {
  it('is told for the shops of the own group: what waits, was given up, was found by looking, and why nothing moves', async () => {
    const [found, bad] = orders(2) as [string, string];
    await desk.poll();
    desk.standIn.poison(bad, refused(40_004));
    await desk.fetchAll();
    await push([anOrder()]);
    await desk.work();
    desk.standIn.limit(0);
    await desk.fetchOnce();
    const leader = await actingAs(db, { role: 'supervisor', groupId: desk.groupId });
    const [shop, ...others] = await channelHealth(leader);
    expect(others).toEqual([]);
    expect(shop).toMatchObject({
      shopId: desk.shopId,
      platform: 'douyin',
      lastPushAt: expect.any(Number),
      asking: {
        waiting: 1,
        givenUp: 1,
        blockedUntil: expect.any(Number),
        problem: expect.stringContaining('60000'),
        lastCallAt: expect.any(Number),
        polledAt: expect.any(Number),
      },
    });
    expect(shop?.asking?.days[0]?.ordersByPoll).toBeGreaterThan(0);
    expect(await channelHealth(await actingAs(db, { role: 'supervisor', groupId: await aGroup(db) }))).toEqual([]);
    const agent = createCaller(appRouter)(requestOf(db, await anActor(db, { groupId: desk.groupId })));
    await expect(agent.channels.health()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const [order] = await db.query<{ id: string }>('select id from orders where order_no = $1', [found]);
    const { lines } = await orderLog(leader, { orderId: order!.id, limit: 100 });
    expect(lines.filter(({ action }) => action === 'found-by-poll')).toMatchObject([{ kind: 'done' }]);
    desk.standIn.limit(100_000);
  });

  it('says nothing of asking where messages carry whole orders', async () => {
    const { groupId } = await aShop(db, { channel: 'generic' });
    const [shop] = await channelHealth(await actingAs(db, { role: 'supervisor', groupId }));
    expect(shop).toMatchObject({ lastPushAt: null, asking: null });
  });
});

it('a platform that does not answer keeps no other shop waiting', async () => {
  const other = await doudianDesk(db, startPlatform);
  const silent = await startDoudianStandIn({
    ...DOUDIAN_APP,
    port: 0,
    pushUrl: '',
    callsPerSecond: 1,
    random: createRandom(1),
    lossShare: 0,
    repeatShare: 0,
  });
  await desk.enter({ apiBase: silent.url });
  await silent.close();
  const [waiting] = orders(1) as [string];
  await push([waiting]);
  other.standIn.put(desk.standIn.orders().find(({ order_id: no }) => no === waiting)!);
  await other.standIn.deliver([other.standIn.hint(waiting, '101')]);
  await desk.work();
  const services = fetchServices(db);
  await Promise.all((await fetchDue(services)).values());
  const rows = await db.query<{ shopId: string; error: string | null; due: boolean }>(
    `select shop_id as "shopId", last_error as error, due_at is not null as due from order_fetches where order_no = $1`,
    [waiting],
  );
  expect(rows.find(({ shopId }) => shopId === other.shopId)).toMatchObject({ due: false, error: null });
  expect(rows.find(({ shopId }) => shopId === desk.shopId)).toMatchObject({
    due: true,
    error: expect.stringContaining('network'),
  });
});
