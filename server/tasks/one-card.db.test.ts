import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@/db/client';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { bindCustomer } from '@/server/customers/bind';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { markSentOutside } from '@/server/replies/mark-sent-outside';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { actingAs, quietServices } from '@/server/testing/acting';
import { aConversation, customerWrites } from '@/server/testing/conversation-card';
import { heldCommit, settlesOrWaits } from '@/server/testing/held-commit';

const rules = createRuleSetCache();
let db: TestDatabase;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  now = await db.now();
});

async function push(shopId: string, values: Partial<GenericOrderValues>): Promise<void> {
  await storeMessages(quietServices(db), shopId, [
    { key: unique('msg'), body: genericOrder({ at: now, ...values }).body },
  ]);
}

/** An order that passed, tied to nobody; a shop and its group. */
async function aReleasedOrder() {
  const { shopId, groupId } = await aShop(db, { platform: 'generic' });
  const orderNo = unique('TW2026').replaceAll('-', '0').toUpperCase();
  await push(shopId, { orderNo });
  await runBatch(quietServices(db), rules);
  const [order] = await db.query<{ id: string }>('select id from orders where order_no = $1', [orderNo]);
  return { shopId, groupId, orderNo, orderId: order?.id ?? '' };
}

const cardsOf = (orderId: string) =>
  db.query<{ unread: number; kinds: string[] }>(
    `select unread, array(select jsonb_array_elements(reasons)->>'kind') as kinds from tasks
     where order_id = $1::bigint and state = 'open'`,
    [orderId],
  );
const setAside = () => db.query('select reason from inbox_keys where state = 2');

/** `first` has done everything but its commit when `second` begins; both then end. */
async function cross(first: (db: Database) => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
  const held = heldCommit(db);
  const ahead = first(held.db);
  await held.isReached;
  const behind = second();
  await settlesOrWaits(db, behind);
  held.letGo();
  await Promise.all([ahead, behind]);
}

describe('one card', () => {
  it('is opened when a message about an order and a rule on that order come at the same moment', async () => {
    const { shopId, groupId, orderNo, orderId } = await aReleasedOrder();
    const to = { groupId, openKfId: unique('wk'), externalId: unique('wm') };
    await push(shopId, { orderNo, at: now + 1_000, detail: '小区门口' });
    await cross(
      (first) => customerWrites(first, to, [`订单${orderNo}怎么还没到`]),
      () => runBatch(quietServices(db), rules),
    );
    expect(await setAside()).toEqual([]);
    expect(await cardsOf(orderId)).toEqual([{ unread: 1, kinds: ['message', 'rule'] }]);
  });

  it('is opened also when the rule is the first of the two', async () => {
    const { shopId, groupId, orderNo, orderId } = await aReleasedOrder();
    const to = { groupId, openKfId: unique('wk'), externalId: unique('wm') };
    await push(shopId, { orderNo, at: now + 1_000, detail: '小区门口' });
    await cross(
      (first) => runBatch(quietServices(first), rules),
      () => customerWrites(db, to, [`订单${orderNo}怎么还没到`]),
    );
    expect(await cardsOf(orderId)).toEqual([{ unread: 1, kinds: ['rule', 'message'] }]);
  });

  it('is opened for a customer who writes to two accounts at the same moment', async () => {
    const { groupId } = await aShop(db);
    const first = await aConversation(db, groupId, ['你好']);
    const { openKfId, externalId } = first;
    await db.query("update tasks set state = 'closed' where id = $1::bigint", [first.taskId]);
    const elsewhere = unique('wk');
    await db.query(
      `insert into customer_identities (channel, account, external_id, customer_id) values ('wecom', $1, $2, $3::bigint)`,
      [elsewhere, externalId, first.customerId],
    );
    await cross(
      (ahead) => customerWrites(ahead, { groupId, openKfId, externalId }, ['在吗']),
      () => customerWrites(db, { groupId, openKfId: elsewhere, externalId }, ['有人吗']),
    );
    const cards = await db.query<{ unread: number }>(
      "select unread from tasks where customer_id = $1::bigint and state = 'open'",
      [first.customerId],
    );
    expect(cards).toEqual([{ unread: 2 }]);
  });

  it('is left when an agent ties an order to a conversation while a rule opens a card for it', async () => {
    const { shopId, groupId, orderNo, orderId } = await aReleasedOrder();
    const seat = await actingAs(db, { groupId });
    const { customerId } = await aConversation(db, groupId, ['我的快递呢']);
    await push(shopId, { orderNo, at: now + 1_000, detail: '小区门口' });
    await cross(
      (first) => runBatch(quietServices(first), rules),
      () => bindCustomer(seat, { customerId, orderId }),
    );
    expect(await cardsOf(orderId)).toEqual([{ unread: 0, kinds: ['rule'] }]);
  });

  it('is left when two agents tie one order to two conversations at the same moment', async () => {
    const { groupId, orderId } = await aReleasedOrder();
    const seats = [await actingAs(db, { groupId }), await actingAs(db, { groupId })] as const;
    const people = [await aConversation(db, groupId, ['在吗']), await aConversation(db, groupId, ['你好'])] as const;
    await cross(
      (first) => bindCustomer({ ...seats[0], db: first }, { customerId: people[0].customerId, orderId }),
      () => bindCustomer(seats[1], { customerId: people[1].customerId, orderId }),
    );
    expect(await cardsOf(orderId)).toHaveLength(1);
    const ties = await db.query('select 1 from customer_orders where order_id = $1::bigint', [orderId]);
    expect(ties).toHaveLength(2);
  });
});

it('a card that a nearer clock joined goes by that clock again once the customer is answered', async () => {
  const { shopId, groupId, orderNo, orderId } = await aReleasedOrder();
  await customerWrites(db, { groupId, openKfId: unique('wk'), externalId: unique('wm') }, [`订单${orderNo}到哪了`]);
  await push(shopId, { orderNo, at: now + 1_000, detail: '小区门口' });
  await runBatch(quietServices(db), rules);
  const seat = await actingAs(db, { groupId });
  const [card] = await db.query<{ id: string }>('select id from tasks where order_id = $1::bigint', [orderId]);
  await markSentOutside(seat, {
    taskId: card?.id ?? '',
    clientKey: unique('click-key'),
    body: '您好',
    templateId: null,
    dispose: null,
  });
  const [clock] = await db.query<{ kind: string; warn: number; due: number }>(
    `select due_kind as kind, extract(epoch from due_at - warn_at)::float8 as warn,
       extract(epoch from due_at - now())::float8 as due from tasks where order_id = $1::bigint`,
    [orderId],
  );
  expect(clock?.kind).toBe('class');
  expect(clock?.due).toBeLessThanOrEqual(1_800);
  expect(clock?.warn).toBe(450);
});

it('a reply that also decides its order never waits in a circle with a batch about that order', async () => {
  const { shopId, groupId, orderNo, orderId } = await aReleasedOrder();
  await push(shopId, { orderNo, at: now + 1_000, detail: '小区门口' });
  await runBatch(quietServices(db), rules);
  const seat = await actingAs(db, { groupId });
  const [card] = await db.query<{ id: string; version: number }>(
    "select id, version::int as version from tasks where order_id = $1::bigint and state = 'open'",
    [orderId],
  );
  if (!card) throw new Error('no card was opened');
  let reply: Promise<unknown> = Promise.resolve();
  await db.tx(async (tx) => {
    // The order first, then its card, as a batch does.
    await tx.query('select 1 from orders where id = $1::bigint for no key update', [orderId]);
    reply = markSentOutside(seat, {
      taskId: card.id,
      clientKey: unique('click-key'),
      body: '您好,请补充一下门牌号',
      templateId: null,
      dispose: { disposition: 'false-alarm', cause: 'other', causeNote: '', version: card.version },
    });
    await settlesOrWaits(db, reply);
    await tx.query('select 1 from tasks where id = $1::bigint for no key update', [card.id]);
  });
  await expect(reply).resolves.toMatchObject({ sendState: 'sent-outside' });
});

it('a card is announced anew when the queue shows another amount of its order', async () => {
  const { shopId } = await aShop(db, { platform: 'generic' });
  const orderNo = unique('TW2026').replaceAll('-', '0').toUpperCase();
  await push(shopId, { orderNo, detail: '小区门口', amountCents: 29_900 });
  await runBatch(quietServices(db), rules);
  await push(shopId, { orderNo, detail: '小区门口', amountCents: 28_800, at: now + 1_000 });
  await push(shopId, { orderNo, detail: '小区门口', amountCents: 28_800, at: now + 2_000 });
  await runBatch(quietServices(db), rules);
  const told = await db.query(
    `select version::int as version, patch->'amountFen' as fen from feed
     where topic = 'task.changed' and patch->>'orderNo' = $1 order by version`,
    [orderNo],
  );
  expect(told).toEqual([
    { version: 1, fen: 29_900 },
    { version: 2, fen: 28_800 },
  ]);
});
