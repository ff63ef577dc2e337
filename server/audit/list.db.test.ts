import { beforeAll, expect, it } from 'vitest';
import { aGroup, aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { audit } from '../audit';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, contextOf } from '../testing/acting';
import { aGroupsOwn } from '../testing/every-call';
import { type AuditRow, listAudit } from './list';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});

it('names the shop that something was done to, and the groups that it went from and to', async () => {
  const admin = await anActor(db, { role: 'admin' });
  const { shopId } = await aShop(db);
  const [from, to] = [await aGroup(db), await aGroup(db)];
  await audit(db, admin, 'shops.update', shopId, { from: { groupId: from }, to: { groupId: to } });
  const names = await db.query<{ id: string; name: string }>(
    'select id, name from groups where id = any ($1) union all select id, name from shops where id = $2',
    [[from, to], shopId],
  );
  const nameOf = (id: string) => names.find((one) => one.id === id)?.name;
  const { rows } = await listAudit(contextOf(db, admin), { ref: shopId, limit: 10 });
  expect(rows).toMatchObject([
    {
      actor: admin.userId,
      actorName: admin.name,
      refName: nameOf(shopId),
      detail: { groupId: `${nameOf(from)} → ${nameOf(to)}` },
    },
  ] satisfies Partial<AuditRow>[]);
});

it('leads to the order that something was done to, also by way of its card', async () => {
  const manager = await anActor(db, { role: 'manager' });
  await ensureDefaults(db);
  const { orderId, taskId } = await aGroupsOwn(db);
  await audit(db, manager, 'orders.reveal', orderId, { field: 'phone', reason: 'call' });
  await audit(db, manager, 'tasks.lock', taskId);
  await audit(db, manager, 'people.rename', orderId);
  const { rows } = await listAudit(contextOf(db, manager), { actor: manager.userId, limit: 10 });
  expect(rows.map((row) => row.orderId)).toEqual([null, orderId, orderId]);
});
