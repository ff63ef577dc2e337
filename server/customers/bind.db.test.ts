import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { anOrder } from '@/db/testing/conversation-builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { UserActor } from '../context';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, requestOf } from '../testing/acting';
import { createCaller } from '../trpc';
import { customerProfile } from './profile';
import { customersRouter } from './router';

let db: TestDatabase;
let groupId: string;
let agent: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  groupId = await aGroup(db);
  agent = await anActor(db, { groupId });
});
const asking = (actor: UserActor | null) => createCaller(customersRouter)(requestOf(db, actor));

/** A customer with an open conversation about nothing known. */
async function aConversation(inGroup = groupId): Promise<{ customerId: string; taskId: string }> {
  const [customer] = await db.query<{ id: string }>("insert into customers (shown_name) values ('王**') returning id");
  const [task] = await db.query<{ id: string }>(
    `insert into tasks (kind, customer_id, group_id, tier_id, due_at, due_kind, work_due_at, work_due_kind)
     values ('conversation', $1, $2, 'conversation', now(), 'tier', now(), 'tier') returning id`,
    [customer!.id, inGroup],
  );
  return { customerId: customer!.id, taskId: task!.id };
}

describe('an agent ties an order to a customer', () => {
  it('once, with who and when; the open conversation shows the order, and it is audited and logged', async () => {
    const { customerId, taskId } = await aConversation();
    const { orderId } = await anOrder(db, { groupId });
    expect(await asking(agent).bind({ customerId, orderId })).toEqual({ isNew: true });
    expect(await asking(agent).bind({ customerId, orderId })).toEqual({ isNew: false });
    const ties = await db.query('select how, by_whom from customer_orders where customer_id = $1', [customerId]);
    expect(ties).toEqual([{ how: 'agent', by_whom: agent.userId }]);
    const cards = await db.query('select order_id, version from tasks where id = $1', [taskId]);
    expect(cards).toEqual([{ order_id: orderId, version: '2' }]);
    const audits = await db.query("select actor, detail from audit where action = 'customers.bind' and ref = $1", [
      customerId,
    ]);
    expect(audits).toEqual([{ actor: agent.userId, detail: { orderId } }]);
    const logs = await db.query("select actor from order_log where order_id = $1 and action = 'customer.bound'", [
      orderId,
    ]);
    expect(logs).toEqual([{ actor: agent.userId }]);
    const feed = await db.query<{ patch: { orderId: string } }>(
      "select patch from feed where topic = 'task.changed' and entity_id = $1",
      [taskId],
    );
    expect(feed.map(({ patch }) => patch.orderId)).toEqual([orderId]);
  });

  it('whose own open card stays what it is', async () => {
    const { customerId, taskId } = await aConversation();
    const { orderId } = await anOrder(db, { groupId });
    await db.query(
      `insert into tasks (kind, order_id, group_id, tier_id, due_at, due_kind, work_due_at, work_due_kind)
       values ('order', $1, $2, 'abnormal', now(), 'tier', now(), 'tier')`,
      [orderId, groupId],
    );
    await asking(agent).bind({ customerId, orderId });
    const cards = await db.query('select order_id from tasks where id = $1', [taskId]);
    expect(cards).toEqual([{ order_id: null }]);
  });

  it('never one of another group, and never to a customer of another group', async () => {
    const { customerId } = await aConversation();
    const foreign = await anOrder(db);
    const own = await anOrder(db, { groupId });
    const stranger = await aConversation(await aGroup(db));
    for (const input of [
      { customerId, orderId: foreign.orderId },
      { customerId: stranger.customerId, orderId: own.orderId },
      { customerId, orderId: '999999999' },
    ])
      await expect(asking(agent).bind(input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const ties = await db.query('select 1 from customer_orders where customer_id = any($1)', [
      [customerId, stranger.customerId],
    ]);
    expect(ties).toEqual([]);
  });

  it('not as an administrator, who does not work cards', async () => {
    const admin = await anActor(db, { role: 'admin' });
    await expect(asking(admin).bind({ customerId: '1', orderId: '1' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the profile of a customer', () => {
  it('adds up every order of theirs once: count, returns, money', async () => {
    const { customerId } = await aConversation();
    const bound = await anOrder(db, { groupId, buyerId: 'b1', paidFen: 10_000 });
    await anOrder(db, { groupId, shopId: bound.shopId, buyerId: 'b1', paidFen: 5_000, refundFen: 5_000 });
    await anOrder(db, { groupId, buyerId: 'b1', paidFen: 700 });
    const other = await anOrder(db, { groupId, paidFen: 30 });
    for (const { orderId } of [bound, other]) await asking(agent).bind({ customerId, orderId });
    await db.query(
      `insert into interactions (customer_id, channel, kind, direction, intent)
       values ($1, 'wecom', 'message', 'in', 'complaint')`,
      [customerId],
    );
    expect(await customerProfile(db, { customerId, orderId: bound.orderId })).toMatchObject({
      customerId,
      name: '王**',
      orderCount: 3,
      returnCount: 1,
      paidFen: 15_030,
      refundFen: 5_000,
      complaintCount: 1,
    });
  });
  it('counts the complaints of whoever is tied to any order of the buyer', async () => {
    const { customerId } = await aConversation();
    const tied = await anOrder(db, { groupId, buyerId: 'b3' });
    const later = await anOrder(db, { groupId, shopId: tied.shopId, buyerId: 'b3' });
    await asking(agent).bind({ customerId, orderId: tied.orderId });
    await db.query(
      `insert into interactions (customer_id, channel, kind, direction, intent)
       values ($1, 'wecom', 'message', 'in', 'complaint')`,
      [customerId],
    );
    expect(await customerProfile(db, { customerId: null, orderId: later.orderId })).toMatchObject({
      ...{ orderCount: 2, complaintCount: 1 },
    });
  });

  it('is that of the buyer where nobody has written', async () => {
    const order = await anOrder(db, { groupId, buyerId: 'b2', paidFen: 100 });
    expect(await customerProfile(db, { customerId: null, orderId: order.orderId })).toMatchObject({
      customerId: null,
      name: '张**',
      orderCount: 1,
      paidFen: 100,
    });
  });
  it('of somebody without orders is empty, of nobody is none', async () => {
    const { customerId } = await aConversation();
    expect(await customerProfile(db, { customerId, orderId: null })).toMatchObject({ orderCount: 0, paidFen: 0 });
    expect(await customerProfile(db, { customerId: null, orderId: null })).toBeNull();
  });
});
