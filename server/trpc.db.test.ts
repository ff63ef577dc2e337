import { beforeAll, expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { anOrder } from '@/db/testing/conversation-builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { appRouter } from './root';
import { anActor, requestOf } from './testing/acting';
import { createCaller } from './trpc';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
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
