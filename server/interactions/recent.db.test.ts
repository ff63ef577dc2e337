import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { anOrder } from '@/db/testing/conversation-builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { sealed } from '@/server/testing/sealed';
import type { UserActor } from '../context';
import { anActor, requestOf } from '../testing/acting';
import { createCaller } from '../trpc';
import { interactionsRouter } from './router';

let db: TestDatabase;
let groupId: string;
let agent: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  groupId = await aGroup(db);
  agent = await anActor(db, { groupId });
});
const asking = (actor: UserActor | null) => createCaller(interactionsRouter)(requestOf(db, actor));

async function aCustomer(orderIds: readonly string[] = []): Promise<string> {
  const [row] = await db.query<{ id: string }>("insert into customers (shown_name) values ('王**') returning id");
  for (const orderId of orderIds)
    await db.query(`insert into customer_orders (customer_id, order_id, how, by_whom) values ($1, $2, 'agent', 'x')`, [
      row!.id,
      orderId,
    ]);
  return row!.id;
}
async function said(values: {
  customerId?: string | null;
  orderId?: string | null;
  body: string;
  minutesAgo: number;
  channel?: string;
  kind?: string;
}): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `insert into interactions (customer_id, order_id, channel, kind, direction, sealed_body, at)
     values ($1, $2, $3, $4, 'in', $5, now() - make_interval(mins => $6)) returning id`,
    [
      values.customerId ?? null,
      values.orderId ?? null,
      values.channel ?? 'wecom',
      values.kind ?? 'message',
      sealed('interaction', values.body),
      values.minutesAgo,
    ],
  );
  return row!.id;
}
const bodies = (result: { items: readonly { body: string }[] }) => result.items.map(({ body }) => body);

describe('the last interactions of a customer', () => {
  it('are five, across orders and channels, newest first; the others come on demand', async () => {
    const first = await anOrder(db, { groupId });
    const second = await anOrder(db, { groupId });
    const customerId = await aCustomer([first.orderId, second.orderId]);
    await said({ customerId, body: '7', minutesAgo: 7 });
    await said({ customerId, body: '6', minutesAgo: 6 });
    await said({ orderId: first.orderId, body: '5', minutesAgo: 5, channel: 'phone', kind: 'call' });
    await said({ orderId: second.orderId, body: '4', minutesAgo: 4, channel: 'sms', kind: 'sms' });
    await said({ customerId, orderId: second.orderId, body: '3', minutesAgo: 3 });
    await said({ customerId, body: '2', minutesAgo: 2, kind: 'note' });
    await said({ customerId, body: '1', minutesAgo: 1 });
    const page = await asking(agent).recent({ customerId });
    expect(bodies(page)).toEqual(['1', '2', '3', '4', '5']);
    expect(page.more).toBe(true);
    expect(page.items[3]).toMatchObject({ orderNo: second.orderNo, channel: 'sms', kind: 'sms', isRecalled: false });
    const rest = await asking(agent).recent({ customerId, before: page.items.at(-1)!.interactionId });
    expect(bodies(rest)).toEqual(['6', '7']);
    expect(rest.more).toBe(false);
  });

  it('page without loss or repetition when several have the same time', async () => {
    const customerId = await aCustomer([(await anOrder(db, { groupId })).orderId]);
    await db.query(
      `insert into interactions (customer_id, channel, kind, direction, sealed_body, at)
       select $1, 'wecom', 'message', 'in', words, '2026-11-11 00:00:00+08' from unnest($2::bytea[]) words`,
      [customerId, Array.from({ length: 12 }, (_, n) => sealed('interaction', String(n + 1)))],
    );
    const seen: string[] = [];
    for (let before: string | undefined; ; ) {
      const page = await asking(agent).recent({ customerId, before });
      seen.push(...bodies(page));
      before = page.items.at(-1)?.interactionId;
      if (!page.more) break;
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, n) => String(12 - n)));
  });

  it('hide the words of a message that was taken back', async () => {
    const customerId = await aCustomer([(await anOrder(db, { groupId })).orderId]);
    const id = await said({ customerId, body: '秘密', minutesAgo: 1 });
    await db.query('update interactions set recalled_at = now() where id = $1', [id]);
    expect((await asking(agent).recent({ customerId })).items).toMatchObject([{ body: '', isRecalled: true }]);
  });
});

describe('the last interactions around an order', () => {
  it('are those of its customers and of its buyer in the shop', async () => {
    const order = await anOrder(db, { groupId, buyerId: 'buyer-1' });
    const earlier = await anOrder(db, { groupId, shopId: order.shopId, buyerId: 'buyer-1' });
    const foreign = await anOrder(db, { groupId, buyerId: 'buyer-1' });
    const customerId = await aCustomer([order.orderId]);
    await said({ customerId, body: 'written', minutesAgo: 1 });
    await said({ orderId: earlier.orderId, body: 'called about the earlier order', minutesAgo: 2 });
    await said({ orderId: foreign.orderId, body: 'same buyer id in another shop', minutesAgo: 3 });
    expect(bodies(await asking(agent).recent({ orderId: order.orderId }))).toEqual([
      'written',
      'called about the earlier order',
    ]);
  });
});

describe('interactions of another group', () => {
  it('are not found, by customer as by order', async () => {
    const order = await anOrder(db);
    const customerId = await aCustomer([order.orderId]);
    await said({ customerId, body: 'x', minutesAgo: 1 });
    for (const input of [{ customerId }, { orderId: order.orderId }, { customerId: '999999999' }])
      await expect(asking(agent).recent(input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const manager = await anActor(db, { role: 'manager' });
    expect(bodies(await asking(manager).recent({ customerId }))).toEqual(['x']);
  });
  it('cannot be asked for without a sign-in, without a subject, or fifty-one at a time', async () => {
    await expect(asking(null).recent({ customerId: '1' })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(asking(agent).recent({})).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(asking(agent).recent({ customerId: '1', limit: 51 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
