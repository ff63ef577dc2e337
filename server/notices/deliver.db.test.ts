import { beforeAll, expect, it, vi } from 'vitest';
import type { Database } from '@/db/client';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { createOutboxWorker } from '@/server/outbox/worker';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { noticeHandlers } from './deliver';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
});

/** A manager, and an order of the manager's group that was just held as abnormal. */
async function aHeldOrder(): Promise<string> {
  const groupId = await aGroup(db);
  const { shopId } = await aShop(db, { groupId, platform: 'generic' });
  const managerId = await aUser(db, { groupId, role: 'manager' });
  const { body } = genericOrder({ at: await db.now(), amountCents: 200_000, note: '' });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  await runBatch(quietServices(db), createRuleSetCache());
  return managerId;
}
const noticesOf = (userId: string) =>
  db.query<{ count: number }>("select (detail->>'count')::int as count from notices where user_id = $1", [userId]);

it('a worker that dies after it told the manager, and before it noted so, leaves one notice', async () => {
  const managerId = await aHeldOrder();
  let deaths = 0;
  const dying: Database = {
    ...db,
    tx: (work) =>
      db.tx(async (tx) => {
        const result = await work(tx);
        deaths += 1;
        if (deaths === 1) throw new Error('the worker died before the commit');
        return result;
      }),
  };
  const troubles: unknown[] = [];
  const worker = createOutboxWorker({
    db: dying,
    handlers: noticeHandlers,
    leaseMs: 50,
    pollMs: 10,
    onError: (error) => void troubles.push(error),
  });
  await vi.waitFor(
    async () =>
      expect(await db.query("select 1 from outbox where kind = 'notice.order-held' and state = 0")).toEqual([]),
    { timeout: 10_000, interval: 20 },
  );
  await worker.stop();
  expect(troubles).toHaveLength(1);
  expect(await noticesOf(managerId)).toEqual([{ count: 1 }]);
});
