import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type DoudianOrder, doudianOrderOf } from '@/sim/douyin/order-shape';
import { type DoudianStandIn, startDoudianStandIn } from '@/sim/douyin/stand-in';
import { advance, newProgress } from '@/sim/shop/life';
import { createRandom } from '@/sim/shop/random';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import type { UserActor } from '../context';
import { appRouter } from '../root';
import { anActor, requestOf } from '../testing/acting';
import { doudianDesk } from '../testing/doudian-desk';
import { createCaller } from '../trpc';

const shop = createShop({ shopId: 's', prefix: 'DY', seed: 5, scenario: SCENARIOS.normal, maskedShare: 0 });
let db: TestDatabase;
let desk: Awaited<ReturnType<typeof doudianDesk<DoudianStandIn>>>;
let agent: UserActor;
let made = 0;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await doudianDesk(db, (start) =>
    startDoudianStandIn({
      ...{ ...start, port: 0, callsPerSecond: 100_000 },
      ...{ random: createRandom(7), lossShare: 0, repeatShare: 0 },
    }),
  );
  agent = await anActor(db, { role: 'agent', groupId: desk.groupId });
});

/** A paid order that the platform knows, and of which it tells nobody. */
async function anOrder(): Promise<DoudianOrder> {
  made += 1;
  const at = (await db.now()) - 60_000 * made;
  const order = doudianOrderOf(advance(newProgress(shop.nextOrders(at - 1_000)[0]!), { type: 'order.paid', at }), at);
  desk.standIn.put(order);
  return order;
}
const ask = (orderNo: string, actor = agent) =>
  createCaller(appRouter)(requestOf(db, actor)).orders.askNow({ shopId: desk.shopId, orderNo });
const search = async (text: string, actor = agent) => {
  const { findings, askable } = await createCaller(appRouter)(requestOf(db, actor)).orders.search({ text });
  return [findings.flatMap(({ rows }) => rows.map((row) => row.orderNo)), askable];
};
const calls = () => desk.standIn.timesCalled('order.orderDetail');
const fetchOf = async (orderNo: string) =>
  (
    await db.query(
      `select found_by, due_at is not null as due, dead_at is not null as dead, attempts, last_error is not null as failed
       from order_fetches where order_no = $1`,
      [orderNo],
    )
  )[0];
const SETTLED = { due: false, dead: false, attempts: 0, failed: false };

describe('an order that a person asks its platform for', () => {
  it('and that nobody had told of becomes known, counts as no lost push, and is on record', async () => {
    const { order_id: orderNo } = await anOrder();
    const { shopId } = desk;
    expect(await search(orderNo)).toEqual([[], [{ shopId, name: expect.any(String), platform: 'douyin' }]]);
    expect(await search(orderNo.slice(-6))).toEqual([[], []]);
    expect(await ask(orderNo)).toEqual({ isOk: true, isNews: true });
    await desk.work();
    expect(await search(orderNo)).toEqual([[orderNo], []]);
    const [order] = await db.query<{ id: string }>('select id from orders where order_no = $1', [orderNo]);
    expect(await fetchOf(orderNo)).toEqual({ found_by: 'person', ...SETTLED });
    expect(await db.query('select orders_by_poll as lost from channel_days where shop_id = $1', [desk.shopId])).toEqual(
      [{ lost: 0 }],
    );
    const page = await createCaller(appRouter)(requestOf(db, agent)).orders.get({ orderId: order?.id ?? '' });
    expect(page.platform).toEqual({ isAskable: true, askedAt: expect.any(Number) });
    expect(await db.query(`select actor, detail from audit where action = 'orders.askNow'`)).toEqual([
      { actor: agent.userId, detail: { shopId: desk.shopId } },
    ]);
  });

  it('is as it is there now, at once; who asks again at once gets the same answer without a call', async () => {
    const order = await anOrder();
    await desk.standIn.deliver([desk.standIn.hint(order.order_id, '101')]);
    await desk.fetchAll();
    await db.query(`update order_fetches set known_at = now() - interval '1 minute' where order_no = $1`, [
      order.order_id,
    ]);
    expect(await ask(order.order_id)).toEqual({ isOk: true, isNews: false });
    desk.standIn.put({ ...order, order_status: 4, main_status: 4, update_time: order.update_time + 5 });
    const before = calls();
    expect(await ask(order.order_id)).toEqual({ isOk: true, isNews: false });
    expect(calls()).toBe(before);
    await db.query(`update order_fetches set known_at = now() - interval '1 minute' where order_no = $1`, [
      order.order_id,
    ]);
    expect(await ask(order.order_id)).toEqual({ isOk: true, isNews: true });
    await desk.work();
    const [stored] = await db.query('select status from orders where order_no = $1', [order.order_id]);
    expect(stored).toEqual({ status: 'cancelled' });
  });

  it('and that the platform does not have leaves nothing behind; one it does not give goes on as it was', async () => {
    expect(await ask('6900000000000000099')).toMatchObject({
      ...{ isOk: false, problem: 'refused' },
      reason: { code: 'call-refused', answer: '40004 isv.order-not-exist' },
    });
    expect(await fetchOf('6900000000000000099')).toBeUndefined();
    const { order_id: orderNo } = await anOrder();
    await db.query(
      `insert into order_fetches (shop_id, order_no, found_by, due_by, due_at, attempts)
       values ($1, $2, 'push', 'push', now() + interval '1 hour', 3)`,
      [desk.shopId, orderNo],
    );
    await desk.enter({ apiBase: 'http://127.0.0.1:9/' });
    expect(await ask(orderNo)).toMatchObject({ isOk: false, problem: 'unavailable' });
    await desk.enter({ apiBase: desk.standIn.url });
    expect(await fetchOf(orderNo)).toEqual({ found_by: 'push', due: true, dead: false, attempts: 3, failed: true });
    expect(
      await db.query(`select 1 from order_fetches where order_no = $1 and due_at > now() + interval '50 minutes'`, [
        orderNo,
      ]),
    ).toHaveLength(1);
    expect(await ask(orderNo)).toEqual({ isOk: true, isNews: true });
    expect(await fetchOf(orderNo)).toEqual({ found_by: 'push', ...SETTLED });
  });

  it('is not asked for while its platform is given a rest, and it is said why', async () => {
    await db.query(
      `update channel_budgets set blocked_until = now() + interval '1 minute', last_error = '{"code":"outbound-timeout"}'
       where shop_id = $1`,
      [desk.shopId],
    );
    const before = calls();
    const { order_id: orderNo } = await anOrder();
    expect(await ask(orderNo)).toEqual({ isOk: false, problem: 'paused', reason: '{"code":"outbound-timeout"}' });
    expect([calls(), await fetchOf(orderNo)]).toEqual([before, undefined]);
    await desk.passTime();
  });

  it('of another group, or of a shop that is not asked, is refused', async () => {
    const stranger = await anActor(db, { role: 'agent', groupId: await aGroup(db) });
    await expect(ask('6900000000000000099', stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await search('6900000000000000099', stranger)).toEqual([[], []]);
    await expect(ask('26-1')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await db.query('update shops set is_active = false where id = $1', [desk.shopId]);
    await expect(ask('1')).rejects.toMatchObject({ code: 'CONFLICT' });
    await db.query('update shops set is_active = true where id = $1', [desk.shopId]);
  });
});
