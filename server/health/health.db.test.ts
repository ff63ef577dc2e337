import { beforeAll, describe, expect, it } from 'vitest';
import { aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import { countLetters } from '../dead-letters/count';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { actingAs, quietServices } from '../testing/acting';
import { countMinutes } from './count-minutes';
import { healthOverview } from './overview';
import { replay } from './replay';
import { watchSilences } from './watch-silences';

let db: TestDatabase;
let manager: Context<UserActor>;
let now: number;
const rules = createRuleSetCache();

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  manager = await actingAs(db, { role: 'manager' });
  now = await db.now();
});

const drain = async () => {
  while ((await runBatch(quietServices(db), rules)) > 0);
};
const countAll = async () => {
  while ((await countMinutes(db)) > 0);
};
const store = (shopId: string, body: Buffer, receivedAt = now - MINUTE_MS) =>
  storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body, receivedAt }]);
const connectionOf = async (shopId: string, ctx = manager) =>
  (await healthOverview(ctx)).connections.find((one) => one.shopId === shopId);

/** A shop that spoke every ten minutes around this hour of the last days, and last so long ago. */
async function aSpokenShop(
  days: number,
  lastAgoMs: number,
): Promise<{ shopId: string; groupId: string; lastAt: number }> {
  const shop = await aShop(db, { platform: 'generic' });
  const hour = now - (now % HOUR_MS);
  const times = Array.from({ length: days }, (_, day) =>
    Array.from({ length: 24 }, (_one, n) => hour - (day + 1) * DAY_MS - HOUR_MS + n * 10 * MINUTE_MS),
  ).flat();
  const lastAt = now - lastAgoMs;
  for (const at of [...times, lastAt].sort((a, b) => a - b)) await store(shop.shopId, Buffer.from('{}'), at);
  await countAll();
  return { ...shop, lastAt };
}

describe('the health of a shop', () => {
  it('says what came, what waits and what was set aside, in the numbers of the lists', async () => {
    const { shopId, groupId } = await aShop(db, { platform: 'generic' });
    for (let n = 0; n < 3; n += 1) await store(shopId, genericOrder({ at: now }).body);
    await store(shopId, Buffer.from('{'));
    await drain();
    await store(shopId, genericOrder({ at: now }).body);
    await countAll();
    const seen = await connectionOf(shopId);
    expect(seen).toMatchObject({ arrived: 5, waiting: 1, deadLetters: 1, asideOfArrived: 1, retrying: 0 });
    expect(seen?.lastEventAt).toBe(now - MINUTE_MS);
    expect(seen?.waitingSince).toBe(now - MINUTE_MS);
    expect(seen?.trend?.reduce((sum, n) => sum + n, 0)).toBe(5);
    expect(seen?.rhythm).toEqual({ kind: 'learning', days: 0 });
    expect(seen?.deadLetters).toBe((await countLetters(manager, { filter: { shopId } })).total);
    const stranger = await actingAs(db, { role: 'supervisor', groupId: (await aShop(db)).groupId });
    const lead = await actingAs(db, { role: 'supervisor', groupId });
    expect(await connectionOf(shopId, stranger)).toBeUndefined();
    expect(await connectionOf(shopId, lead)).toBeDefined();
    await drain();
  });

  it('counts every message once, whoever counts at the same time', async () => {
    const { shopId } = await aShop(db);
    for (let n = 0; n < 20; n += 1) await store(shopId, Buffer.from('{}'));
    await Promise.all([countMinutes(db), countMinutes(db), countMinutes(db)]);
    const [counted] = await db.query<{ n: number }>(
      'select sum(messages)::int as n from shop_minutes where shop_id = $1',
      [shopId],
    );
    expect(counted?.n).toBe(20);
  });
});

describe('a shop of which nothing comes', () => {
  it('is silent after three times the normal gap of this hour: those who lead are told once, until it speaks again', async () => {
    const { shopId, groupId, lastAt } = await aSpokenShop(4, 3 * HOUR_MS);
    const lead = await aUser(db, { role: 'supervisor', groupId });
    const agent = await aUser(db, { role: 'agent', groupId });
    await db.query(
      `insert into notice_channels (name, kind, address_sealed, host, group_id, events)
       values ('x', 'webhook', '', 'example.com', $1, '{silent}')`,
      [groupId],
    );
    await watchSilences(db);
    await watchSilences(db);
    const posts = await db.query(
      `select parts from notice_posts p join notice_channels c on c.id = p.channel_id where c.group_id = $1`,
      [groupId],
    );
    expect(posts).toEqual([{ parts: [{ event: 'silent', count: 1, orderNos: [] }] }]);
    const told = await db.query<{ userId: string }>(
      `select user_id as "userId" from notices where kind = 'channel-silent' and detail->>'shopId' = $1`,
      [shopId],
    );
    const ids = told.map(({ userId }) => userId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([lead, manager.actor.userId]));
    expect(ids).not.toContain(agent);
    expect(await connectionOf(shopId)).toMatchObject({ silentSince: lastAt, rhythm: { kind: 'known', days: 4 } });
    await store(shopId, Buffer.from('{}'), now - 10_000);
    await countAll();
    await watchSilences(db);
    expect((await connectionOf(shopId))?.silentSince).toBeNull();
  });

  it('is not called silent while too little is known, or within the normal', async () => {
    const unknown = await aSpokenShop(2, 3 * HOUR_MS);
    const quiet = await aSpokenShop(4, 12 * MINUTE_MS);
    await watchSilences(db);
    expect(await connectionOf(unknown.shopId)).toMatchObject({
      silentSince: null,
      rhythm: { kind: 'learning', days: 2 },
    });
    expect((await connectionOf(quiet.shopId))?.silentSince).toBeNull();
  });
});

describe('a replay', () => {
  const allOf = async (shopId: string) => {
    const span = { shopId, from: now - DAY_MS, to: now + DAY_MS };
    const steps = [await replay(manager, span)];
    for (let next = steps[0]?.next; next; next = steps.at(-1)?.next)
      steps.push(await replay(manager, { ...span, after: next }));
    return {
      messages: steps.reduce((sum, step) => sum + step.messages, 0),
      same: steps.reduce((sum, step) => sum + step.same, 0),
      missing: steps.reduce((sum, step) => sum + step.missing, 0),
      different: steps.flatMap(({ different }) => different),
      unreadable: steps.flatMap(({ unreadable }) => unreadable),
    };
  };
  const stateOf = () =>
    db.query(`select (select count(*) from orders) as o, (select max(version) from orders) as v,
      (select count(*) from inbox_keys where state = 0) as p, (select count(*) from order_events) as e`);

  it('finds the pool as it is, every order once, though its messages lie in several steps, and writes nothing', async () => {
    const { shopId } = await aShop(db, { platform: 'generic' });
    const orders = Array.from({ length: 170 }, (_, n) => genericOrder({ at: now - 50_000 + n }));
    for (const { body } of orders) await store(shopId, body);
    for (const { orderNo } of orders.slice(0, 20))
      await store(shopId, genericOrder({ at: now, orderNo, type: 'order.shipped', status: 'shipped' }).body);
    await drain();
    const before = await stateOf();
    expect(await allOf(shopId)).toEqual({ messages: 190, same: 170, missing: 0, different: [], unreadable: [] });
    expect(await stateOf()).toEqual(before);
    expect(await db.query("select 1 from audit where action = 'health.replay' and ref = $1", [shopId])).toHaveLength(1);
  });

  it('says what would differ, field by field, what cannot be read, and of which orders a body is gone', async () => {
    const { shopId } = await aShop(db, { platform: 'generic' });
    const [changed, bodiless] = [genericOrder({ at: now, amountCents: 100 }), genericOrder({ at: now })];
    await store(shopId, changed.body);
    await store(shopId, bodiless.body);
    await store(shopId, genericOrder({ at: now, orderNo: bodiless.orderNo, type: 'order.updated' }).body);
    await store(shopId, Buffer.from('{'));
    await drain();
    await db.query(
      `update orders set facts = jsonb_set(facts, '{amountFen,value}', '7'), amount_fen = 7 where order_no = $1`,
      [changed.orderNo],
    );
    await db.query(
      `delete from inbox_messages where id = (select min(e.inbox_id) from order_events e join orders o on o.id = e.order_id
         where o.order_no = $1)`,
      [bodiless.orderNo],
    );
    const found = await allOf(shopId);
    expect(found).toMatchObject({ same: 0, missing: 1, unreadable: [{ reason: { code: 'not-json' } }] });
    expect(found.different).toMatchObject([
      { orderNo: changed.orderNo, fields: [{ field: 'amountFen', before: '7', after: '100', isKeptBack: false }] },
    ]);
  });

  it('is for managers and admins, of a span that has a length', async () => {
    const { shopId } = await aShop(db);
    await expect(replay(manager, { shopId, from: 5, to: 5 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(replay(manager, { shopId: 'none', from: 1, to: 5 })).rejects.toMatchObject({ code: 'not-found' });
    const lead = await actingAs(db, { role: 'supervisor' });
    await expect(replay(lead, { shopId, from: 1, to: 5 })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
