import { beforeAll, expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { anOrder } from '@/db/testing/conversation-builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { appRouter } from './root';
import { ensureDefaults } from './setup/ensure-defaults';
import { anActor, requestOf } from './testing/acting';
import { aConversation } from './testing/conversation-card';
import { createCaller } from './trpc';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
});

it("answers another group's order as not found and puts the attempt on record", async () => {
  const { shopId } = await aShop(db);
  const stranger = await anActor(db, { role: 'agent', groupId: (await aShop(db)).groupId });
  const order = await anOrder(db, { shopId });
  const caller = createCaller(appRouter)(requestOf(db, stranger));
  await expect(caller.orders.get({ orderId: order.orderId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(caller.orders.get({ orderId: '999999' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const rows = await db.query('select actor, ref, detail from audit where action = $1', ['refused.out-of-reach']);
  expect(rows).toEqual([{ actor: stranger.userId, ref: 'orders.get', detail: { orderId: order.orderId } }]);
});

it("answers another group's customer as not found and puts the attempt on record", async () => {
  const { customerId } = await aConversation(db, (await aShop(db)).groupId, ['在吗']);
  const stranger = await anActor(db, { role: 'agent', groupId: (await aShop(db)).groupId });
  const caller = createCaller(appRouter)(requestOf(db, stranger));
  await expect(caller.interactions.recent({ customerId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(caller.interactions.recent({ customerId: '999999' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const rows = await db.query('select ref, detail from audit where actor = $1', [stranger.userId]);
  expect(rows).toEqual([{ ref: 'interactions.recent', detail: { customerId } }]);
});
