import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { MINUTE_MS } from '@/domain/clocks/instant';
import type { UserActor } from '../context';
import { appRouter } from '../root';
import { anActor, requestOf } from '../testing/acting';
import { type MergingDesk, openMergingDesk } from '../testing/merging-desk.test-data';
import { createCaller } from '../trpc';

const callerOf = createCaller(appRouter);
let desk: MergingDesk;
let agent: UserActor;
let suggesting: string;
let automatic: string;

beforeAll(async () => {
  desk = await openMergingDesk();
  agent = await anActor(desk.db, { groupId: desk.groupId });
  suggesting = await desk.shop('suggest');
  automatic = await desk.shop('automatic');
});
afterAll(() => desk.close());

const as = (actor: UserActor) => callerOf(requestOf(desk.db, actor)).merges;
const merging = (orderId = '') => as(agent).ofOrder({ orderId });
const audited = (action: string, ref: string) =>
  desk.db.query('select actor, detail from audit where action = $1 and ref = $2', [action, ref]);
const logged = async (orderId = '') =>
  (
    await desk.db.query<{ action: string }>(
      `select action from order_log where order_id = $1::bigint and action like 'merge.%' order by id`,
      [orderId],
    )
  ).map(({ action }) => action);
const idsOf = (mates: readonly { orderId: string }[] | undefined) => mates?.map(({ orderId }) => orderId);

describe('orders of one buyer to one address', () => {
  it('wait for each other, and each shows the other with how it is known', async () => {
    const buyer = desk.buyerOf(suggesting);
    const [a] = await buyer.buys(1);
    const alone = await merging(a);
    expect(alone).toMatchObject({ mode: 'suggest', whyAlone: null, candidates: [], merge: null });
    const [b] = await buyer.buys(1);
    await desk.seek();
    expect(await merging(a)).toMatchObject({
      evidence: 'plain-address',
      candidates: [{ orderId: b, isMerged: false }],
    });
    expect(await merging(b)).toMatchObject({ candidates: [{ orderId: a }] });
    const [first, second] = [(await merging(a)).leavesAt ?? 0, (await merging(b)).leavesAt ?? 0];
    expect(first).toBe(second);
    expect(first - (alone.leavesAt ?? 0)).toBeGreaterThan(0);
    const { rows } = await callerOf(requestOf(desk.db, agent)).orders.list({ filter: { isMergeable: true } });
    expect(rows.map(({ orderId }) => orderId)).toEqual(expect.arrayContaining([a, b]));
  });

  it('are not those of another buyer, another address, another shop or a shop that does not merge', async () => {
    const [a] = await desk.buyerOf(suggesting).buys(1);
    await desk.buyerOf(suggesting).buys(1);
    await desk.seek();
    expect((await merging(a)).candidates).toEqual([]);
    const [off] = await desk.buyerOf(await desk.shop('off')).buys(2);
    expect(await merging(off)).toMatchObject({ whyAlone: 'left', leavesAt: null });
  });

  it('do not wait when they are urgent, or nobody knows whose they are', async () => {
    const [urgent] = await desk.buyerOf(suggesting).buys(1, { note: '手术急需，请尽快' });
    expect((await merging(urgent)).whyAlone).toBe('left');
    const [unknown] = await desk.buyerOf(suggesting).buys(1, { more: { buyer: { id: 'b**r', name: '李雷' } } });
    expect((await merging(unknown)).whyAlone).toBe('no-key');
  });

  it('are put together by the product where the shop says so, newcomers too', async () => {
    const buyer = desk.buyerOf(automatic);
    const [a, b] = await buyer.buys(2);
    await desk.seek();
    const [c] = await buyer.buys(1);
    await desk.seek();
    const { merge, candidates } = await merging(a);
    expect(merge).toMatchObject({ byName: null, reason: '' });
    expect(idsOf(merge?.members)).toEqual([a, b, c]);
    expect(candidates).toEqual([]);
    expect(await logged(c)).toEqual(['merge.joined']);
  });

  it('of a platform that covers the address are never put together without a person', async () => {
    const jd = await desk.shop('automatic', 10, 'jd');
    const covered = { name: '张*', phone: '138****8000', province: '浙江省', city: '杭州市', detail: '网商路***' };
    const [a, b] = await desk.buyerOf(jd, covered).buys(2);
    await desk.seek();
    expect(await merging(a)).toMatchObject({ merge: null, evidence: 'account', candidates: [{ orderId: b }] });
    await as(agent).merge({ orderIds: [a ?? '', b ?? ''], reason: '买家确认同址' });
    expect(idsOf((await merging(b)).merge?.members)).toEqual([a, b]);
  });
});

describe('a person', () => {
  it('merges with a reason, adds to a merge, and undoes it until it leaves', async () => {
    const [a = '', b = '', c = ''] = await desk.buyerOf(suggesting).buys(3);
    await desk.seek();
    const { mergeId } = await as(agent).merge({ orderIds: [a, b], reason: '满减凑单' });
    expect(await audited('merges.merge', mergeId)).toEqual([
      { actor: agent.userId, detail: { orderIds: [a, b], reason: '满减凑单' } },
    ]);
    expect((await as(agent).merge({ orderIds: [c, b], reason: '同一买家' })).mergeId).toBe(mergeId);
    expect(idsOf((await merging(a)).merge?.members)).toEqual([a, b, c]);
    await as(agent).split({ orderId: c, what: 'one', reason: '买家要求分开' });
    expect(idsOf((await merging(a)).merge?.members)).toEqual([a, b]);
    expect(await merging(c)).toMatchObject({ merge: null, isKeptApart: true, past: [{ reason: '买家要求分开' }] });
    await as(agent).split({ orderId: a, what: 'one', reason: '误操作' });
    expect((await merging(b)).merge).toBeNull();
    expect((await merging(b)).past).toMatchObject([{ reason: 'alone', byName: null }]);
    expect(await audited('merges.split', mergeId)).toHaveLength(2);
    expect(await logged(c)).toEqual(['merge.joined', 'merge.split']);
  });

  it('is told why orders cannot be merged', async () => {
    const [a = '', b = ''] = await desk.buyerOf(suggesting).buys(2);
    const [other = ''] = await desk.buyerOf(suggesting).buys(1);
    const merge = (...orderIds: string[]) => as(agent).merge({ orderIds, reason: '凑单' });
    await expect(merge(a, other)).rejects.toMatchObject({ cause: { code: 'invalid', detail: { why: 'other-key' } } });
    await expect(merge(a, a)).rejects.toMatchObject({ cause: { detail: { why: 'one' } } });
    await merge(a, b);
    await expect(merge(a, b)).rejects.toMatchObject({ cause: { code: 'conflict', detail: { why: 'merged' } } });
    await expect(as(agent).split({ orderId: other, what: 'all', reason: '没有' })).rejects.toMatchObject({
      cause: { detail: { why: 'not-merged' } },
    });
  });

  it('of another group finds none of it, and an admin may look and not act', async () => {
    const [a = '', b = ''] = await desk.buyerOf(suggesting).buys(2);
    const agentOfOther = await anActor(desk.db, { groupId: await aGroup(desk.db) });
    await expect(as(agentOfOther).ofOrder({ orderId: a })).rejects.toMatchObject({ cause: { code: 'not-found' } });
    const act = { orderIds: [a, b], reason: '凑单' };
    await expect(as(agentOfOther).merge(act)).rejects.toMatchObject({ cause: { code: 'not-found' } });
    await expect(as(agentOfOther).leaveNow({ orderId: a, reason: '催单' })).rejects.toMatchObject({
      cause: { code: 'not-found' },
    });
    const admin = await anActor(desk.db, { role: 'admin' });
    await expect(as(admin).merge(act)).rejects.toMatchObject({ cause: { code: 'forbidden' } });
    await expect(as(admin).split({ orderId: a, what: 'all', reason: '不行' })).rejects.toMatchObject({
      cause: { code: 'forbidden' },
    });
  });

  it('sets how a shop merges, for what comes and what waits', async () => {
    const shopId = await desk.shop('suggest');
    const [a] = await desk.buyerOf(shopId).buys(1);
    const manager = await anActor(desk.db, { role: 'manager' });
    const before = { mode: 'suggest', waitMinutes: 10 } as const;
    const change = { shopId, mode: 'automatic', waitMinutes: 0, before } as const;
    const supervisor = await anActor(desk.db, { role: 'supervisor', groupId: desk.groupId });
    await expect(as(supervisor).setPolicy(change)).rejects.toMatchObject({ cause: { code: 'forbidden' } });
    await as(manager).setPolicy(change);
    await expect(as(manager).setPolicy(change)).rejects.toMatchObject({ cause: { detail: { why: 'changed' } } });
    expect(await as(manager).policy({ shopId })).toEqual({ mode: 'automatic', waitMinutes: 0, hasWarehouse: true });
    expect(await audited('merges.setPolicy', shopId)).toEqual([
      { actor: manager.userId, detail: { from: before, to: { mode: 'automatic', waitMinutes: 0 } } },
    ]);
    expect((await merging(a)).leavesAt).toBeLessThanOrEqual(await desk.db.now());
  });
});

describe('however many act at once', () => {
  it('no order is ever in two merges', async () => {
    const orders = await desk.buyerOf(suggesting).buys(8);
    const pick = (n: number) => orders[n % orders.length] ?? '';
    const tried = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) =>
        as(agent).merge({ orderIds: [pick(n * 7), pick(n * 7 + 1 + (n % 5))], reason: '同时' }),
      ),
    );
    expect(tried.some(({ status }) => status === 'fulfilled')).toBe(true);
    for (const one of tried)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ cause: { code: 'conflict' } });
    const twice = await desk.db.query(
      `select order_id from merge_members where order_id = any($1::bigint[]) and split_at is null
       group by order_id having count(*) > 1`,
      [orders],
    );
    expect(twice).toEqual([]);
  });

  it('the database refuses a second open membership', async () => {
    const [a = '', b = ''] = await desk.buyerOf(suggesting).buys(2);
    const { mergeId } = await as(agent).merge({ orderIds: [a, b], reason: '凑单' });
    await expect(
      desk.db.query(`insert into merge_members (merge_id, order_id, joined_by) values ($1, $2, 'x')`, [mergeId, a]),
    ).rejects.toMatchObject({ constraint: 'merge_members_open' });
  });
});

describe('a merge loses', () => {
  it('an order that is cancelled before it leaves', async () => {
    const [a = '', b = '', c = ''] = await desk.buyerOf(automatic).buys(3);
    await desk.seek();
    const at = (await desk.db.now()) + MINUTE_MS;
    await desk.tell(automatic, { orderNo: await desk.numberOf(c), status: 'cancelled', at });
    expect(idsOf((await merging(a)).merge?.members)).toEqual([a, b]);
    expect(await merging(c)).toMatchObject({ whyAlone: 'ended', past: [{ reason: 'cancelled', byName: null }] });
    await desk.tell(automatic, { orderNo: await desk.numberOf(b), status: 'cancelled', at });
    expect(await merging(a)).toMatchObject({ merge: null, whyAlone: null, past: [{ reason: 'alone' }] });
  });

  it('an order whose buyer has another address meanwhile', async () => {
    const [a = '', b = ''] = await desk.buyerOf(automatic).buys(2);
    await desk.seek();
    const [stored] = await desk.db.query<{ buyer: string }>('select buyer_id as buyer from orders where id = $1', [b]);
    await desk.tell(automatic, {
      ...{ orderNo: await desk.numberOf(b), at: (await desk.db.now()) + 1, detail: '江陵路8号2幢901室' },
      more: { buyer: { id: stored?.buyer, name: '李雷' } },
    });
    await desk.seek();
    expect(await merging(b)).toMatchObject({ merge: null, candidates: [], past: [{ reason: 'changed' }] });
    expect((await merging(a)).merge).toBeNull();
  });
});
