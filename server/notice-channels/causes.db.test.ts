import { beforeAll, expect, it, vi } from 'vitest';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { deliverOrderHeld, noticeHandlers } from '../notices/deliver';
import { createOutboxWorker } from '../outbox/worker';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { tellMissing } from '../stock/tell-missing';
import { sweepDeadlines } from '../tasks/sweep-deadlines';
import { sweepUnclaimed } from '../tasks/sweep-unclaimed';
import { quietServices, TEST_KEYRING } from '../testing/acting';
import { aLink } from '../testing/links';
import { tellLateAcceptances } from '../warehouse/tell-late';
import { sealAddress } from './address';
import type { NoticeEvent } from './channel-fields';
import { postNotices } from './post-notices';

let db: TestDatabase;
const fail = (error: unknown) => {
  throw error;
};

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
});

/** An order that became a card nobody holds, and a channel of its group that listens for this. */
async function aCardAndChannel(event: NoticeEvent) {
  const groupId = await aGroup(db);
  const { shopId } = await aShop(db, { groupId, platform: 'generic' });
  await aUser(db, { groupId, role: 'manager' });
  await db.query(
    `insert into notice_channels (name, kind, address_sealed, host, group_id, events)
     values ('x', 'webhook', $1, 'example.com', $2, $3)`,
    [sealAddress(TEST_KEYRING, { url: 'https://example.com/', secret: null }), groupId, [event]],
  );
  const { orderNo, body } = genericOrder({ at: await db.now(), amountCents: 200_000, note: '' });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  await runBatch(quietServices(db), createRuleSetCache());
  const [card] = await db.query<{ taskId: string; orderId: string }>(
    `select t.id as "taskId", o.id as "orderId" from tasks t join orders o on o.id = t.order_id
     where o.order_no = $1 and t.seat_id is null`,
    [orderNo],
  );
  if (!card) throw new Error('no card was opened');
  const told = () =>
    db.query(`select p.parts from notice_posts p join notice_channels c on c.id = p.channel_id where c.group_id = $1`, [
      groupId,
    ]);
  return { ...card, groupId, told, expected: [{ parts: [{ event, count: 1, orderNos: [orderNo] }] }] };
}

it('a held order is told to the channels of its group', async () => {
  const { orderId, taskId, groupId, told, expected } = await aCardAndChannel('hold');
  await deliverOrderHeld(db, { orderId, taskId, groupId, rules: [] });
  expect(await told()).toEqual(expected);
});

it('a card that becomes overdue is told once', async () => {
  const { taskId, told, expected } = await aCardAndChannel('overdue');
  await sweepDeadlines(db);
  expect(await told()).toEqual([]);
  await db.query("update tasks set due_at = now() - interval '1 second' where id = $1", [taskId]);
  await sweepDeadlines(db);
  await sweepDeadlines(db);
  expect(await told()).toEqual(expected);
});

it('a card that nobody claims is told once, after three minutes', async () => {
  const { taskId, told, expected } = await aCardAndChannel('unclaimed');
  await sweepUnclaimed(db);
  expect(await told()).toEqual([]);
  await db.query("update tasks set opened_at = now() - interval '181 seconds' where id = $1", [taskId]);
  await sweepUnclaimed(db);
  await sweepUnclaimed(db);
  expect(await told()).toEqual(expected);
});

it('an urgent order that its warehouse has not accepted in time is told once', async () => {
  const { orderId, groupId, told, expected } = await aCardAndChannel('urgent-late');
  const [order] = await db.query<{ shopId: string }>('select shop_id as "shopId" from orders where id = $1::bigint', [
    orderId,
  ]);
  const linkId = await aLink(db, 'qimen', [order?.shopId ?? '']);
  await db.query(
    `insert into warehouse_orders (order_id, link_id, attempt, code, is_urgent, accept_due_at, state)
     values ($1::bigint, $2, 1, $3, true, now() - interval '1 second', 'sent')`,
    [orderId, linkId, unique('TW')],
  );
  await tellLateAcceptances(db);
  await tellLateAcceptances(db);
  expect(await told()).toEqual(expected);
  expect(groupId).not.toBe('');
});

it('what concerns all groups is told to channels of all groups alone', async () => {
  const { told } = await aCardAndChannel('conflicts');
  const [channel] = await db.query<{ id: string }>(
    `insert into notice_channels (name, kind, address_sealed, host, events)
     values ('all', 'webhook', $1, 'example.com', '{conflicts}') returning id::text`,
    [sealAddress(TEST_KEYRING, { url: 'https://example.com/', secret: null })],
  );
  await db.tx((tx) => postNotices(tx, [{ event: 'conflicts', groupId: null, orderNo: null }]));
  expect(await told()).toEqual([]);
  const all = await db.query('select parts from notice_posts where channel_id = $1::bigint', [channel?.id]);
  expect(all).toEqual([{ parts: [{ event: 'conflicts', count: 1, orderNos: [] }] }]);
});

it('pieces that left and were not in stock are told to channels of all groups, once until it is read', async () => {
  await aUser(db, { role: 'manager' });
  const [channel] = await db.query<{ id: string }>(
    `insert into notice_channels (name, kind, address_sealed, host, events)
     values ('stock', 'webhook', '', 'example.com', '{stock}') returning id::text`,
  );
  const sku = unique('SKU');
  await db.tx((tx) => tellMissing(tx, [{ sku, quantity: 2 }]));
  await db.tx((tx) => tellMissing(tx, [{ sku, quantity: 1 }]));
  const worker = createOutboxWorker({ db, handlers: noticeHandlers, pollMs: 10, onError: fail });
  await vi.waitFor(async () =>
    expect(await db.query('select parts from notice_posts where channel_id = $1::bigint', [channel?.id])).toEqual([
      { parts: [{ event: 'stock', count: 1, orderNos: [] }] },
    ]),
  );
  await worker.stop();
  expect(await db.query(`select 1 from outbox where kind = 'notice.stock'`)).toHaveLength(1);
});

it('a card that somebody holds is not unclaimed', async () => {
  const { taskId, groupId, told } = await aCardAndChannel('unclaimed');
  const seatId = await aUser(db, { groupId });
  await db.query("update tasks set seat_id = $2, opened_at = now() - interval '1 hour' where id = $1", [
    taskId,
    seatId,
  ]);
  await sweepUnclaimed(db);
  expect(await told()).toEqual([]);
});
