import { expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { testDatabase } from '@/db/testing/database';
import { DAY_MS } from '@/domain/clocks/instant';
import { removeLinkBodies, removeScans } from './remove-outside';

it('bodies of links go when their time is over, but for those still to be read; what they were known by stays', async () => {
  const db = await testDatabase();
  const now = await db.now();
  await db.query(
    `insert into link_messages (link_id, key, body_sha, sealed_body, received_at, state) values
       ('l', 'read', '\\x00', '\\x01', now() - interval '40 days', 1),
       ('l', 'aside', '\\x00', '\\x01', now() - interval '40 days', 2),
       ('l', 'waits', '\\x00', '\\x01', now() - interval '40 days', 0),
       ('l', 'young', '\\x00', '\\x01', now() - interval '2 days', 1)`,
  );
  expect(await removeLinkBodies(db, now - 30 * DAY_MS)).toBe(2);
  const kept = await db.query('select key from link_messages where sealed_body is not null order by key');
  expect(kept).toEqual([{ key: 'waits' }, { key: 'young' }]);
  expect(await db.query('select 1 from link_messages')).toHaveLength(4);
});

it('words of scans go with the receivers of orders that are closed, and stay while one is open', async () => {
  const db = await testDatabase();
  const now = await db.now();
  const { shopId, groupId } = await aShop(db);
  await db.query(
    `with o as (insert into orders (shop_id, order_no, platform, group_id, facts, status, stage, placed_at, board_state, placed_on)
       values ($1, 'open', 'taobao', $2, '{}', 'shipped', 'delivery', now(), 'shipped', now()) returning id),
     p as (insert into parcels (tracking_no, scans_sealed, last_scan_at) values
       ('CLOSED1', '\\x01', now() - interval '200 days'), ('OPEN1', '\\x01', now() - interval '200 days') returning id, tracking_no)
     insert into parcel_orders (parcel_id, order_id) select p.id, o.id from p, o where p.tracking_no = 'OPEN1'`,
    [shopId, groupId],
  );
  expect(await removeScans(db, now - 180 * DAY_MS)).toBe(1);
  const kept = await db.query('select tracking_no as no from parcels where scans_sealed is not null');
  expect(kept).toEqual([{ no: 'OPEN1' }]);
});
