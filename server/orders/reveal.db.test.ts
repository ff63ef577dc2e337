import { beforeAll, describe, expect, it } from 'vitest';
import { aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import type { RevealField, RevealReason } from '@/domain/privacy/reveal';
import type { Context, Role, UserActor } from '@/server/context';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { actingAs, quietServices } from '@/server/testing/acting';
import { getOrder } from './get';
import { revealField } from './reveal';

const PHONE = '13912345678';
const DETAIL = '小区门口';
const rules = createRuleSetCache();
let db: TestDatabase;
let shopId: string;
let groupId: string;
let orderId: string;
let taskId: string;
let lead: Context<UserActor>;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  ({ shopId, groupId } = await aShop(db, { platform: 'generic' }));
  lead = await actingAs(db, { role: 'supervisor', groupId });
  ({ orderId, taskId } = await aHeldOrder({ phone: PHONE }));
});

/** An order that a rule held, with its card on nobody's seat. */
async function aHeldOrder(values: { phone: string; note?: string }) {
  const { orderNo, body } = genericOrder({ at: await db.now(), detail: DETAIL, ...values });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  while ((await runBatch(quietServices(db), rules)) > 0);
  const [row] = await db.query<{ orderId: string; taskId: string }>(
    'select o.id as "orderId", t.id as "taskId" from orders o join tasks t on t.order_id = o.id where o.order_no = $1',
    [orderNo],
  );
  if (!row) throw new Error('no card was opened');
  return row;
}

const look = (
  ctx: Context<UserActor>,
  values: { orderId?: string; field?: RevealField; reason?: RevealReason; note?: string } = {},
) => revealField(ctx, { orderId, field: 'phone', reason: 'call-customer', note: '', ...values });
const inGroup = (role: Role) =>
  actingAs(db, { role, groupId: role === 'manager' || role === 'admin' ? null : groupId });
const auditsOf = (userId: string, action = 'orders.reveal') =>
  db.query<{ ref: string; detail: Record<string, unknown> }>(
    'select ref, detail from audit where actor = $1 and action = $2 order by id',
    [userId, action],
  );
const lookedBefore = (userId: string, times: number, ago: string) =>
  db.query(
    `insert into reveals (user_id, order_id, field, at) select $1, $2::bigint, 'name', now() - $4::interval
     from generate_series(1, $3::int)`,
    [userId, orderId, times, ago],
  );

describe('a personal value', () => {
  it('is shown one at a time, and the record names the field and the reason, not the value', async () => {
    expect(await look(lead)).toEqual({ value: PHONE, leftToday: 199 });
    expect(await look(lead, { field: 'detail', reason: 'other', note: '门牌看不清' })).toMatchObject({ value: DETAIL });
    const rows = await auditsOf(lead.actor.userId);
    expect(rows).toEqual([
      { ref: orderId, detail: { field: 'phone', reason: 'call-customer' } },
      { ref: orderId, detail: { field: 'detail', reason: 'other', note: '门牌看不清' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(PHONE);
  });

  it('is shown to an agent who holds the card, and not to one who does not', async () => {
    const agent = await inGroup('agent');
    await expect(look(agent)).rejects.toMatchObject({ code: 'forbidden' });
    await db.query('update tasks set seat_id = $2 where id = $1::bigint', [taskId, agent.actor.userId]);
    expect(await look(agent)).toMatchObject({ value: PHONE });
    await db.query(`update tasks set state = 'closed' where id = $1::bigint`, [taskId]);
    await expect(look(agent)).rejects.toMatchObject({ code: 'forbidden' });
    await db.query(`update tasks set state = 'open', seat_id = null where id = $1::bigint`, [taskId]);
    expect(await auditsOf(agent.actor.userId)).toHaveLength(1);
  });

  it('is shown to a manager anywhere, never to an admin, and to another group the order does not exist', async () => {
    expect(await look(await inGroup('manager'))).toMatchObject({ value: PHONE });
    const admin = await inGroup('admin');
    await expect(look(admin)).rejects.toMatchObject({ code: 'forbidden' });
    const other = await actingAs(db, { role: 'supervisor', groupId: (await aShop(db)).groupId });
    await expect(look(other)).rejects.toMatchObject({ code: 'not-found' });
    expect([...(await auditsOf(admin.actor.userId)), ...(await auditsOf(other.actor.userId))]).toEqual([]);
  });

  it('in a note is hidden where the order is shown, and revealed like the others', async () => {
    const noted = await aHeldOrder({ phone: PHONE, note: `改打 ${PHONE},不急` });
    const { order } = await getOrder(lead, { orderId: noted.orderId });
    expect(order.facts.buyerNote?.value).toBe('改打 139****5678,不急');
    expect(order.hasHiddenNote).toBe(true);
    expect(await look(lead, { orderId: noted.orderId, field: 'note' })).toMatchObject({
      value: `改打 ${PHONE},不急`,
    });
    expect((await auditsOf(lead.actor.userId)).at(-1)).toEqual({
      ref: noted.orderId,
      detail: { field: 'note', reason: 'call-customer' },
    });
    await db.query('update order_receivers set notes_sealed = null, removed_at = now() where order_id = $1::bigint', [
      noted.orderId,
    ]);
    await expect(look(lead, { orderId: noted.orderId, field: 'note' })).rejects.toMatchObject({
      detail: { reason: 'removed' },
    });
    expect((await getOrder(lead, { orderId: noted.orderId })).order.facts.buyerNote).toBeNull();
  });

  it('that the platform masked, or that was removed, is said to be so and counts as nothing', async () => {
    const masked = await aHeldOrder({ phone: '139****5678' });
    await expect(look(lead, { orderId: masked.orderId })).rejects.toMatchObject({ detail: { reason: 'masked' } });
    await db.query(
      `update order_receivers set sealed = null, phone_index = null, name_bigrams = null, removed_at = now()
       where order_id = $1::bigint`,
      [masked.orderId],
    );
    const before = await auditsOf(lead.actor.userId);
    await expect(look(lead, { orderId: masked.orderId, field: 'name' })).rejects.toMatchObject({
      code: 'conflict',
      detail: { reason: 'removed' },
    });
    expect(await auditsOf(lead.actor.userId)).toEqual(before);
  });

  it.each([
    [{ reason: 'other', note: '' }, 'required'],
    [{ reason: 'other', note: `核对 ${PHONE}` }, 'personal'],
    [{ reason: 'call-customer', note: '139 1234 5678' }, 'personal'],
    [{ reason: 'fix-address', field: 'detail', note: `地址是${DETAIL}` }, 'personal'],
  ] as const)('is refused with a reason like %j', async (values, rule) => {
    await expect(look(lead, values)).rejects.toMatchObject({ code: 'invalid', detail: { field: 'note', rule } });
  });
});

describe('a person who looks often', () => {
  it('is stopped after the number of the day, which begins anew in Shanghai', async () => {
    await db.query('update privacy_settings set reveals_a_day = 5');
    const person = await inGroup('supervisor');
    await lookedBefore(person.actor.userId, 50, '25 hours');
    await db.query(
      `insert into reveals (user_id, order_id, field, at) select $1, $2::bigint, 'name',
         date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' - interval '1 second'`,
      [person.actor.userId, orderId],
    );
    for (let left = 4; left >= 0; left -= 1) expect(await look(person)).toMatchObject({ leftToday: left });
    await expect(look(person)).rejects.toMatchObject({ code: 'too-many', detail: { reason: 'day', limit: 5 } });
    const at = await Promise.allSettled(Array.from({ length: 8 }, () => look(person)));
    expect(at.every(({ status }) => status === 'rejected')).toBe(true);
    await db.query('update privacy_settings set reveals_a_day = 200');
  });

  it('counts two looks at once one after the other', async () => {
    await db.query('update privacy_settings set reveals_a_day = 3');
    const person = await inGroup('supervisor');
    const looks = await Promise.allSettled(Array.from({ length: 10 }, () => look(person)));
    expect(looks.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await db.query('update privacy_settings set reveals_a_day = 200');
  });

  it('raises one alarm within ten minutes, for those who lead and not for the person', async () => {
    await db.query('update privacy_settings set reveals_in_ten_minutes = 3');
    const manager = await aUser(db, { role: 'manager' });
    const person = await inGroup('supervisor');
    await lookedBefore(person.actor.userId, 9, '11 minutes');
    const alarms = () =>
      db.query<{ userId: string; detail: unknown }>(
        `select user_id as "userId", detail from notices where kind = 'reveal-alarm' and detail->>'name' = $1`,
        [person.actor.name],
      );
    for (let n = 0; n < 3; n += 1) await look(person);
    expect(await alarms()).toEqual([]);
    for (let n = 0; n < 3; n += 1) await look(person);
    const told = await alarms();
    expect(new Set(told.map(({ userId }) => userId)).size).toBe(told.length);
    expect(told.map(({ userId }) => userId)).toEqual(expect.arrayContaining([manager, lead.actor.userId]));
    expect(told.map(({ userId }) => userId)).not.toContain(person.actor.userId);
    expect(told[0]?.detail).toEqual({ name: person.actor.name, count: 4 });
    expect(await auditsOf(person.actor.userId, 'orders.revealAlarm')).toHaveLength(1);
    await db.query('update privacy_settings set reveals_in_ten_minutes = 20');
  });
});
