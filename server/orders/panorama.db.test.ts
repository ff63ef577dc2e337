import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import type { Context, UserActor } from '@/server/context';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { assignTask } from '@/server/tasks/assign';
import { claimTask } from '@/server/tasks/claim';
import { disposeTask } from '@/server/tasks/dispose';
import { releaseCards } from '@/server/tasks/release-cards';
import { actingAs, quietServices } from '@/server/testing/acting';
import { aGroupsOwn, type GroupsOwn } from '@/server/testing/every-call';
import { orderBuyer } from './buyer';
import { orderCards } from './cards';
import { getOrder } from './get';
import { orderLog } from './log';
import type { LogKind } from './log-parts';
import { revealField } from './reveal';

let db: TestDatabase;
let own: GroupsOwn;
let agent: Context<UserActor>;
let colleague: Context<UserActor>;
let stranger: Context<UserActor>;
let orderNo: string;

const version = async () => {
  const [row] = await db.query<{ v: number }>('select version::int as v from tasks where id = $1', [own.taskId]);
  return row?.v ?? 0;
};
const push = async (body: Buffer, key: string) => {
  await storeMessages(quietServices(db), own.shopId, [{ key, body }]);
  await runBatch(quietServices(db), createRuleSetCache());
};
const linesOf = async (kind?: LogKind) => {
  const kinds = kind ? { kinds: [kind] } : {};
  return (await orderLog(agent, { orderId: own.orderId, limit: 200, ...kinds })).lines;
};

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  own = await aGroupsOwn(db);
  agent = await actingAs(db, { role: 'agent', groupId: own.groupId });
  colleague = await actingAs(db, { role: 'agent', groupId: own.groupId });
  stranger = await actingAs(db, { role: 'agent', groupId: (await aGroupsOwn(db)).groupId });
  const [order] = await db.query<{ no: string }>('select order_no as no from orders where id = $1', [own.orderId]);
  orderNo = order?.no ?? '';
  await db.tx((tx) => releaseCards(tx, own.seatId, null));
  await claimTask(agent, { taskId: own.taskId });
  await assignTask(agent, { taskId: own.taskId, seatId: colleague.actor.userId, version: await version() });
  await revealField(colleague, { orderId: own.orderId, field: 'phone', reason: 'call-customer', note: '' });
});

describe('the page of one order', () => {
  it('names who has it in hand: whoever has the card of a held order', async () => {
    const page = await getOrder(agent, { orderId: own.orderId });
    expect(page.openCard).toMatchObject({ taskId: own.taskId, seatName: colleague.actor.name });
    expect(page.owner).toEqual({ kind: 'seat', name: colleague.actor.name });
    expect(page.decision).toBeNull();
  });

  it('tells of every fact when its source said it, and when we came to know it', async () => {
    const { order, knownAt } = await getOrder(agent, { orderId: own.orderId });
    const said = order.facts.amountFen;
    const [event] = await db.query<{ seenAt: number }>(
      'select seen_at as "seenAt" from order_events where order_id = $1 order by id limit 1',
      [own.orderId],
    );
    expect(knownAt[`${said?.source} ${said?.at}`]).toBe(event?.seenAt);
    const { status, createdAt, lines, receiver } = order.facts;
    for (const fact of [status, createdAt, lines, receiver])
      expect(fact).toMatchObject({ source: 'platform', at: said?.at });
    expect(lines?.value).toEqual(order.lines);
    expect(receiver?.value).toBe(`${order.receiver?.name} ${order.phoneShown} ${order.addressShown}`);
    expect(order.phoneShown).toMatch(/^\d{3}\*{4}\d{4}$/);
  });

  it('shows every seat that its card has been on, who moved it and why', async () => {
    const [card] = await orderCards(agent, { orderId: own.orderId });
    expect(card?.moves.slice(-2)).toMatchObject([
      { fromName: null, toName: agent.actor.name, how: 'claimed', byName: agent.actor.name },
      { fromName: agent.actor.name, toName: colleague.actor.name, how: 'assigned', byName: agent.actor.name },
    ]);
  });
});

describe('the log', () => {
  it('holds what was said, decided, done with cards, and who looked at a personal value, newest first', async () => {
    const lines = await linesOf();
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((a, b) => b - a));
    expect(lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['order.paid', 'held', 'card.opened', 'card.moved', 'looked']),
    );
    const [look] = await linesOf('looked');
    expect(look).toMatchObject({
      actorName: colleague.actor.name,
      detail: { field: 'phone', reason: 'call-customer' },
    });
  });

  it('says of a statement which facts in force it brought, and no longer once a newer one has come', async () => {
    const [first] = await linesOf('said');
    expect(first?.detail.fields).toEqual(expect.arrayContaining(['amountFen', 'status', 'lines']));
    const at = (await db.now()) + 1_000;
    await push(genericOrder({ orderNo, at, detail: '小区门口', status: 'shipped' }).body, 'a newer statement');
    const [newer, older] = await linesOf('said');
    expect(newer?.detail.fields).toEqual(expect.arrayContaining(['amountFen', 'status']));
    expect(older?.detail.fields).not.toContain('status');
  });

  it('is read page by page without a gap or a repeat', async () => {
    const all = (await linesOf()).map(({ lineId }) => lineId);
    const read: string[] = [];
    let before: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof orderLog>> = await orderLog(agent, {
        orderId: own.orderId,
        limit: 2,
        ...(before === null ? {} : { before }),
      });
      read.push(...page.lines.map(({ lineId }) => lineId));
      before = page.next;
    } while (before !== null);
    expect(read).toEqual(all);
    expect(new Set(all).size).toBe(all.length);
  });

  it.each(['said', 'done', 'card', 'contact', 'looked'] as const)(
    'can be narrowed to lines of one kind: %s',
    async (kind) => {
      const all = await linesOf();
      expect(await linesOf(kind)).toEqual(all.filter((line) => line.kind === kind));
    },
  );
});

describe('what a person found', () => {
  it('stands beside the verdict with who, when and what the rules make of it', async () => {
    const one = await aGroupsOwn(db);
    const holder = await actingAs(db, { role: 'supervisor', groupId: one.groupId });
    const [row] = await db.query<{ v: number }>('select version::int as v from tasks where id = $1', [one.taskId]);
    const words = { disposition: 'false-alarm', cause: 'other', causeNote: '门牌已核对，电话 13912345678' } as const;
    await disposeTask(holder, { taskId: one.taskId, version: row?.v ?? 0, ...words });
    const { decision, order, openCard } = await getOrder(holder, { orderId: one.orderId });
    expect(decision).toMatchObject({
      disposition: 'false-alarm',
      cause: 'other',
      causeNote: '门牌已核对，电话 139****5678',
      byName: holder.actor.name,
      at: expect.any(Number),
    });
    expect(decision?.clearedRules.length).toBeGreaterThan(0);
    const [card] = await orderCards(holder, { orderId: one.orderId });
    expect(card?.causeNote).toBe(decision?.causeNote);
    expect([order.review, openCard]).toEqual(['released', null]);
    const { lines } = await orderLog(holder, { orderId: one.orderId, kinds: ['card'], limit: 10 });
    expect(lines.map(({ action }) => action)).toEqual(expect.arrayContaining(['card.disposed', 'card.closed']));
    const buyer = await orderBuyer(holder, { orderId: one.orderId });
    expect(buyer.dispositions).toEqual({ true: 0, 'false-alarm': 1, investigate: 0 });
  });
});

describe('the buyer', () => {
  it("is told by all orders of the same account in the shop, and by nobody else's", async () => {
    const at = await db.now();
    const buyer = { buyer: { id: 'u_repeat', name: '王梅' } };
    const bodies = [1, 2, 3].map((n) => genericOrder({ at: at + n, amountCents: n * 1_000, more: buyer }));
    for (const [n, { body }] of bodies.entries()) await push(body, `repeat ${n}`);
    const [order] = await db.query<{ id: string }>('select id from orders where order_no = $1', [bodies[0]?.orderNo]);
    const { profile, orders, lastContact } = await orderBuyer(agent, { orderId: order?.id ?? '' });
    expect(profile).toMatchObject({ orderCount: 3, paidFen: 6_000, returnCount: 0, complaintCount: 0 });
    expect(orders.map((one) => one.orderNo)).toEqual([bodies[2]?.orderNo, bodies[1]?.orderNo]);
    expect(lastContact).toBeNull();
  });
});

describe('an order of another group', () => {
  it.each([
    ['its page', () => getOrder(stranger, { orderId: own.orderId })],
    ['its cards', () => orderCards(stranger, { orderId: own.orderId })],
    ['its buyer', () => orderBuyer(stranger, { orderId: own.orderId })],
    ['its log', () => orderLog(stranger, { orderId: own.orderId, limit: 10 })],
  ])('is not found: %s', async (_name, ask) => {
    await expect(ask()).rejects.toMatchObject({ code: 'not-found' });
  });
});
