import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@/domain/clocks/instant';
import type { UserActor } from '../context';
import { reviewOrder } from '../orders/review-order';
import { appRouter } from '../root';
import { anActor, requestOf } from '../testing/acting';
import { type MergingDesk, openMergingDesk } from '../testing/merging-desk.test-data';
import { createCaller } from '../trpc';

const callerOf = createCaller(appRouter);
/** A whole multiple of 1,000 yuan is held for a person to look at. */
const HELD = { amountCents: 500_000 };
const URGENT = { note: '手术急需，请尽快' };
let desk: MergingDesk;
let agent: UserActor;

beforeAll(async () => {
  desk = await openMergingDesk();
  agent = await anActor(desk.db, { groupId: desk.groupId });
});
afterAll(() => desk.close());

const api = () => callerOf(requestOf(desk.db, agent));
const merging = (orderId = '') => api().merges.ofOrder({ orderId });
const logOf = (orderId: string) =>
  desk.db.query(
    `select actor, detail->'from' as "from" from order_log where order_id = $1::bigint and action = 'merge.left-apart'`,
    [orderId],
  );
const named = async (...orderIds: string[]) => [
  { actor: 'system', from: await Promise.all(orderIds.map((id) => desk.numberOf(id))) },
];
async function release(orderId: string): Promise<void> {
  const decided = { orderId, decision: 'release', clearedRules: [], actor: agent.userId, taskId: '1' } as const;
  await desk.db.tx(async (tx) => reviewOrder(tx, decided, await desk.db.now()));
  await desk.seek();
}
/** Of these orders, those that the list marks and those that its filter finds. */
async function listed(orderIds: readonly string[]): Promise<readonly string[]> {
  const all = await api().orders.list({ filter: {}, limit: 200 });
  const found = await api().orders.list({ filter: { isMergeable: true }, limit: 200 });
  const marked = all.rows.flatMap(({ orderId, isApart }) => (isApart && orderIds.includes(orderId) ? [orderId] : []));
  expect(found.rows.flatMap(({ orderId }) => (orderIds.includes(orderId) ? [orderId] : []))).toEqual(marked);
  return marked.toSorted((a, b) => Number(a) - Number(b));
}

describe('an order that goes without others of its buyer', () => {
  it('says so when it is urgent and leaves at once, and so does the one that still waits', async () => {
    const buyer = desk.buyerOf(await desk.shop('suggest'));
    const [waiting = ''] = await buyer.buys(1);
    const [urgent = ''] = await buyer.buys(1, URGENT);
    await desk.seek();
    expect(await merging(urgent)).toMatchObject({
      ...{ whyAlone: 'left', atOnce: 'urgent', parcels: 2 },
      others: [{ orderId: waiting, state: 'waiting' }],
    });
    expect(await merging(waiting)).toMatchObject({
      atOnce: null,
      parcels: 2,
      others: [{ orderId: urgent, state: 'left' }],
    });
    expect(await logOf(urgent)).toEqual(await named(waiting));
    expect(await logOf(waiting)).toEqual(await named(urgent));
    expect(await listed([waiting, urgent])).toEqual([waiting, urgent]);
    await desk.leave([waiting]);
    await desk.seek();
    expect(await logOf(waiting)).toHaveLength(1);
  });

  it('says so when its shop waits for nothing', async () => {
    const [a = '', b = ''] = await desk.buyerOf(await desk.shop('suggest', 0)).buys(2);
    await desk.seek();
    expect(await merging(a)).toMatchObject({ atOnce: 'no-wait', parcels: 2, others: [{ orderId: b, state: 'left' }] });
    expect(await logOf(a)).toEqual(await named(b));
  });

  it('says so in a shop that has no warehouse, and that it has none', async () => {
    const shopId = await desk.shop('automatic');
    await desk.db.query('delete from link_shops where shop_id = $1', [shopId]);
    const [a = '', b = ''] = await desk.buyerOf(shopId).buys(2);
    await desk.seek();
    expect(await merging(a)).toMatchObject({
      ...{ atOnce: 'no-warehouse', parcels: 2 },
      others: [{ orderId: b, state: 'released' }],
    });
    expect(await logOf(b)).toEqual(await named(a));
    expect(await listed([a, b])).toEqual([a, b]);
  });

  it('is not warned of in a shop that does not merge', async () => {
    const [a = '', b = ''] = await desk.buyerOf(await desk.shop('off')).buys(2);
    await desk.seek();
    expect(await merging(a)).toMatchObject({ others: [], parcels: 1 });
    expect(await logOf(a)).toEqual([]);
    expect(await listed([a, b])).toEqual([]);
  });
});

describe('an order that the review holds', () => {
  it('says that releasing it now sends two parcels, and its release by a person is in both logs', async () => {
    const buyer = desk.buyerOf(await desk.shop('suggest', 0));
    const [gone = ''] = await buyer.buys(1);
    await desk.seek();
    const [held = ''] = await buyer.buys(1, HELD);
    await desk.seek();
    expect(await merging(held)).toMatchObject({
      ...{ whyAlone: 'held', atOnce: 'no-wait', parcels: 2 },
      others: [{ orderId: gone, state: 'left' }],
    });
    expect(await merging(gone)).toMatchObject({ others: [{ orderId: held, state: 'held' }] });
    expect(await logOf(held)).toEqual([]);
    expect(await listed([gone, held])).toEqual([gone, held]);
    await release(held);
    expect(await merging(held)).toMatchObject({ whyAlone: 'left', others: [{ orderId: gone }] });
    expect(await logOf(held)).toEqual(await named(gone));
    expect(await logOf(gone)).toEqual(await named(held));
  });

  it('can still be merged where its shop waits, and warns no more once it is', async () => {
    const buyer = desk.buyerOf(await desk.shop('automatic'));
    const [waiting = ''] = await buyer.buys(1);
    const [held = ''] = await buyer.buys(1, HELD);
    await desk.seek();
    expect(await merging(held)).toMatchObject({ atOnce: null, others: [{ orderId: waiting, state: 'waiting' }] });
    expect(await merging(waiting)).toMatchObject({ candidates: [], others: [{ orderId: held, state: 'held' }] });
    await release(held);
    for (const id of [waiting, held]) expect(await merging(id)).toMatchObject({ others: [], parcels: 1 });
    expect((await merging(held)).merge?.members).toHaveLength(2);
    expect(await listed([waiting, held])).toEqual([]);
  });

  it('is named by the one that waited in vain for it', async () => {
    const buyer = desk.buyerOf(await desk.shop('suggest'));
    const [waiting = ''] = await buyer.buys(1);
    const [held = ''] = await buyer.buys(1, HELD);
    await desk.seek();
    expect(await logOf(waiting)).toEqual([]);
    await desk.leave([waiting]);
    await desk.seek();
    expect(await logOf(waiting)).toEqual(await named(held));
    expect(await merging(waiting)).toMatchObject({ others: [{ orderId: held, state: 'held' }] });
  });
});

describe('nothing is said any more', () => {
  it.each(['shipped', 'cancelled'] as const)('once the other is %s, and those who look learn of it', async (status) => {
    const shopId = await desk.shop('suggest', 0);
    const [a = '', b = ''] = await desk.buyerOf(shopId).buys(2);
    await desk.seek();
    await desk.tell(shopId, { orderNo: await desk.numberOf(b), status, at: (await desk.db.now()) + MINUTE_MS });
    expect(await merging(a)).toMatchObject({ others: [], parcels: 1 });
    expect(await merging(b)).toMatchObject({ others: [] });
    expect(await listed([a, b])).toEqual([]);
    const told = `select 1 from feed where topic = 'outside.changed' and entity_id = $1`;
    const before = (await desk.db.query(told, [a])).length;
    await desk.seek();
    expect(await desk.db.query(told, [a])).toHaveLength(before + 1);
    expect(await desk.db.query('select 1 from merge_keys where order_id = $1::bigint', [b])).toEqual([]);
  });

  it('once the buyer of the other has another address', async () => {
    const shopId = await desk.shop('suggest', 0);
    const [a = '', b = ''] = await desk.buyerOf(shopId).buys(2);
    await desk.seek();
    const [stored] = await desk.db.query<{ buyer: string }>('select buyer_id as buyer from orders where id = $1', [b]);
    await desk.tell(shopId, {
      ...{ orderNo: await desk.numberOf(b), at: (await desk.db.now()) + 1, detail: '江陵路8号2幢902室' },
      more: { buyer: { id: stored?.buyer, name: '李雷' } },
    });
    await desk.seek();
    for (const id of [a, b]) expect(await merging(id)).toMatchObject({ others: [], parcels: 1 });
  });

  it('of what a person took out of a merge', async () => {
    const [a = '', b = ''] = await desk.buyerOf(await desk.shop('automatic')).buys(2);
    await desk.seek();
    await api().merges.split({ orderId: b, what: 'one', reason: '买家要求分开' });
    await desk.leave([a, b]);
    await desk.seek();
    for (const id of [a, b]) expect(await merging(id)).toMatchObject({ others: [], parcels: 1 });
    expect(await logOf(a)).toEqual([]);
    expect(await listed([a, b])).toEqual([]);
  });
});

describe('an order that goes to its warehouse again', () => {
  it('is still found by what comes after it', async () => {
    const shopId = await desk.shop('automatic');
    const buyer = desk.buyerOf(shopId);
    const [a = '', b = ''] = await buyer.buys(2);
    await desk.seek();
    await desk.leave([a, b]);
    await desk.tell(shopId, {
      ...{ orderNo: await desk.numberOf(a), status: 'cancelled', at: (await desk.db.now()) + MINUTE_MS },
    });
    await desk.settle();
    const [late = ''] = await buyer.buys(1, HELD);
    await desk.seek();
    expect(await merging(late)).toMatchObject({ others: [{ orderId: b, state: 'left' }], parcels: 2 });
  });
});

describe('orders from before keys were kept', () => {
  it('get theirs, and are found from then on', async () => {
    const [a = '', b = ''] = await desk.buyerOf(await desk.shop('suggest', 0)).buys(2);
    await desk.db.query('delete from merge_keys where order_id = any($1::bigint[])', [[a, b]]);
    await desk.db.query(`insert into merge_keys (order_id, state) select unnest($1::bigint[]), 'held'`, [[a, b]]);
    await desk.seek();
    expect(await merging(a)).toMatchObject({ others: [{ orderId: b, state: 'left' }] });
  });
});
