import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@/domain/clocks/instant';
import type { UserActor } from '../context';
import { reviewOrder } from '../orders/review-order';
import { appRouter } from '../root';
import { anActor, quietServices, requestOf } from '../testing/acting';
import { type MergingDesk, openMergingDesk } from '../testing/merging-desk.test-data';
import { createCaller } from '../trpc';
import { takeBackChanged } from '../warehouse/take-back-changed';

const callerOf = createCaller(appRouter);
let desk: MergingDesk;
let agent: UserActor;
let automatic: string;

beforeAll(async () => {
  desk = await openMergingDesk();
  agent = await anActor(desk.db, { groupId: desk.groupId });
  automatic = await desk.shop('automatic');
});
afterAll(() => desk.close());

const merges = () => callerOf(requestOf(desk.db, agent)).merges;
const givenOf = (orderId = '') =>
  desk.db.query<{ code: string; state: string }>(
    'select code, state from warehouse_orders where order_id = $1::bigint order by attempt',
    [orderId],
  );
const factOf = async (orderId: string, fact: string) => {
  const [row] = await desk.db.query<{ value: unknown; source: string }>(
    `select facts->$2->>'value' as value, facts->$2->>'source' as source from orders where id = $1::bigint`,
    [orderId, fact],
  );
  return row;
};
const bodyOf = (code: string) => desk.warehouse.taken().find((one) => one.code === code);
/** Two merged orders that the warehouse has taken. */
const aDelivery = async (count = 2) => {
  const orders = await desk.buyerOf(automatic).buys(count);
  await desk.seek();
  await desk.leave(orders);
  const [{ code = '' } = {}] = await givenOf(orders[0]);
  return { orders, code };
};

describe('merged orders', () => {
  it('arrive at the warehouse as one, each line naming its own order, with the sums of all', async () => {
    const before = desk.warehouse.calls('deliveryorder.create');
    const { orders, code } = await aDelivery();
    expect(desk.warehouse.calls('deliveryorder.create') - before).toBe(1);
    for (const orderId of orders) expect(await givenOf(orderId)).toEqual([{ code, state: 'sent' }]);
    const { body = '' } = bodyOf(code) ?? {};
    const sources = [...body.matchAll(/<sourceOrderCode>([^<]+)</g)].map(([, no]) => no);
    expect(sources).toEqual(await Promise.all(orders.map(desk.numberOf)));
    expect(body).toContain('<orderLineNo>2</orderLineNo>');
    expect(body).toContain('<totalAmount>598.00</totalAmount>');
  });

  it('are given once when the answer was lost', async () => {
    desk.warehouse.failNext('lost-answer');
    const { orders, code } = await aDelivery();
    expect(desk.warehouse.taken().filter((one) => one.code === code)).toHaveLength(1);
    for (const orderId of orders) expect(await givenOf(orderId)).toMatchObject([{ state: 'sent' }]);
  });

  it('each learn what the warehouse says of the one delivery: steps, parcel, shortage', async () => {
    const { orders, code } = await aDelivery();
    await desk.warehouse.step(desk.door, code, 'PICK');
    await desk.warehouse.lack(desk.door, code, 'TW-1', 1);
    await desk.warehouse.ship(desk.door, code, 'SF-MERGED');
    await desk.read();
    for (const orderId of orders) {
      expect(await factOf(orderId, 'pickedAt')).toMatchObject({ source: 'wms' });
      expect(await factOf(orderId, 'trackingNo')).toEqual({ value: 'SF-MERGED', source: 'wms' });
      expect(await givenOf(orderId)).toEqual([{ code, state: 'shipped' }]);
      const cards = await desk.db.query(
        `select 1 from tasks where order_id = $1::bigint and reasons @> '[{"ruleId": "lacking"}]'`,
        [orderId],
      );
      expect(cards).toHaveLength(1);
    }
  });

  it('each get a card when the warehouse refuses them', async () => {
    desk.warehouse.failNext('reject');
    const { orders } = await aDelivery();
    for (const orderId of orders) {
      expect(await givenOf(orderId)).toMatchObject([{ state: 'rejected' }]);
      expect(
        await desk.db.query(`select 1 from tasks where order_id = $1::bigint and state = 'open'`, [orderId]),
      ).toHaveLength(1);
    }
  });

  it('cannot be split, nor merged with more, once they have left', async () => {
    const { orders } = await aDelivery();
    const [a = '', b = ''] = orders;
    const gone = { cause: { code: 'conflict', detail: { why: 'left' } } };
    await expect(merges().split({ orderId: a, what: 'all', reason: '太晚' })).rejects.toMatchObject(gone);
    await expect(merges().merge({ orderIds: [a, b], reason: '太晚' })).rejects.toMatchObject(gone);
    await expect(merges().leaveNow({ orderId: a, reason: '太晚' })).rejects.toMatchObject(gone);
    expect((await merges().ofOrder({ orderId: a })).merge?.members).toHaveLength(2);
  });

  it('are taken back when one is cancelled, and the others go again as one without it', async () => {
    const { orders, code } = await aDelivery(3);
    const [a = '', b = '', c = ''] = orders;
    const at = (await desk.db.now()) + MINUTE_MS;
    await desk.tell(automatic, { orderNo: await desk.numberOf(a), status: 'cancelled', at });
    await desk.settle();
    expect(bodyOf(code)?.isCancelled).toBe(true);
    expect(await givenOf(a)).toEqual([{ code, state: 'cancelled' }]);
    const again = `TW${b}-2`;
    for (const orderId of [b, c])
      expect(await givenOf(orderId)).toEqual([
        { code, state: 'cancelled' },
        { code: again, state: 'sent' },
      ]);
    expect(bodyOf(again)?.body).not.toContain(await desk.numberOf(a));
    expect(await merges().ofOrder({ orderId: a })).toMatchObject({ merge: null, past: [{ reason: 'cancelled' }] });
    expect((await merges().ofOrder({ orderId: b })).merge?.members.map(({ orderId }) => orderId)).toEqual([b, c]);
  });

  it('are taken back when one is to go elsewhere: it goes by itself, and the others as one without it', async () => {
    const { orders, code } = await aDelivery(3);
    const [a = '', b = '', c = ''] = orders;
    const at = (await desk.db.now()) + MINUTE_MS;
    await desk.tell(automatic, {
      orderNo: await desk.numberOf(a),
      type: 'order.updated',
      detail: '江南大道 88 号',
      at,
    });
    expect(await takeBackChanged(quietServices(desk.db))).toBe(1);
    await desk.settle();
    expect(bodyOf(code)?.isCancelled).toBe(true);
    const [alone, together] = [`TW${a}-2`, `TW${b}-2`];
    expect((await givenOf(a)).at(-1)).toEqual({ code: alone, state: 'sent' });
    for (const orderId of [b, c]) expect((await givenOf(orderId)).at(-1)).toEqual({ code: together, state: 'sent' });
    expect(bodyOf(alone)?.body).toContain('江南大道');
    expect(bodyOf(together)?.body).not.toContain('江南大道');
    expect(await merges().ofOrder({ orderId: a })).toMatchObject({ merge: null, past: [{ reason: 'changed' }] });
  });
});

describe('orders that could have been merged', () => {
  it('leave apart when nobody merged them in time, and say so', async () => {
    const shopId = await desk.shop('suggest');
    const [a = '', b = ''] = await desk.buyerOf(shopId).buys(2);
    await desk.seek();
    await desk.leave([a, b]);
    for (const [own, other] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(await givenOf(own)).toMatchObject([{ state: 'sent', code: `TW${own}` }]);
      expect((await merges().ofOrder({ orderId: own })).leftApartFrom).toMatchObject([{ orderId: other }]);
      const log = await desk.db.query(
        `select actor, detail from order_log where order_id = $1::bigint and action = 'merge.left-apart'`,
        [own],
      );
      expect(log).toEqual([{ actor: 'system', detail: { from: [await desk.numberOf(other)], reason: '' } }]);
    }
  });

  it('leave apart at once when a person says so, with the reason on record', async () => {
    const shopId = await desk.shop('suggest');
    const [a = '', b = ''] = await desk.buyerOf(shopId).buys(2);
    await desk.seek();
    await merges().leaveNow({ orderId: a, reason: '买家急用' });
    await desk.settle();
    expect(await givenOf(a)).toMatchObject([{ state: 'sent' }]);
    expect(await givenOf(b)).toMatchObject([{ state: 'waiting' }]);
    const rows = await desk.db.query('select actor, detail from audit where action = $1 and ref = $2', [
      ...['merges.leaveNow', a],
    ]);
    expect(rows).toEqual([{ actor: agent.userId, detail: { mergeId: null, reason: '买家急用' } }]);
    expect((await merges().ofOrder({ orderId: a })).leftApartFrom).toMatchObject([{ orderId: b }]);
  });
});

describe('merged orders that the warehouse refused', () => {
  it('go by themselves when a person releases one of them again', async () => {
    desk.warehouse.failNext('reject');
    const { orders, code } = await aDelivery();
    const [a = '', b = ''] = orders;
    const decided = { orderId: a, decision: 'release', clearedRules: [], actor: agent.userId, taskId: '1' } as const;
    await desk.db.tx(async (tx) => reviewOrder(tx, decided, await desk.db.now()));
    const past = [{ reason: 'released-again', byName: null }];
    expect(await merges().ofOrder({ orderId: a })).toMatchObject({ merge: null, past });
    await desk.leave([a]);
    expect(await givenOf(a)).toEqual([
      { code, state: 'rejected' },
      { code: `TW${a}-2`, state: 'sent' },
    ]);
    expect(await givenOf(b)).toEqual([{ code, state: 'rejected' }]);
    expect((await merges().ofOrder({ orderId: b })).merge).toBeNull();
  });
});
