import { beforeAll, describe, expect, it } from 'vitest';
import { aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { PUSH_KEY } from '../channels/channel';
import { conflictShare } from '../conflicts/share';
import type { Context, UserActor } from '../context';
import { hintsWrite } from '../fetching/hints';
import { noteListed } from '../fetching/listed';
import { storeMessages } from '../pipeline/inbox-store';
import { appRouter } from '../root';
import { actingAs, anActor, quietServices, requestOf } from '../testing/acting';
import { createCaller } from '../trpc';
import { countMinutes } from './count-minutes';
import { healthOverview } from './overview';
import { setLimits } from './set-limits';
import { watchLosses } from './watch-losses';
import { watchSilences } from './watch-silences';

let db: TestDatabase;
let manager: Context<UserActor>;
let now: number;

beforeAll(async () => {
  db = await testDatabase();
  manager = await actingAs(db, { role: 'manager' });
  now = await db.now();
});

const numbers = (count: number) => Array.from({ length: count }, () => unique('no'));
const push = async (shopId: string, orderNos: readonly string[], receivedAt = now - MINUTE_MS) => {
  const { text, rows } = hintsWrite(orderNos.map((orderNo) => ({ shopId, orderNo, receivedAt })));
  await db.query(text('$1::jsonb'), [JSON.stringify(rows)]);
};
const look = async (shopId: string, orderNos: readonly string[], version = now - MINUTE_MS) =>
  db.tx((tx) =>
    noteListed(
      tx,
      shopId,
      orderNos.map((orderNo) => ({ orderNo, version, mark: '' })),
      () => 'poll',
    ),
  );
const seenOf = async (shopId: string) =>
  (await healthOverview(manager)).connections.find((one) => one.shopId === shopId);
const toldOf = async (shopId: string) =>
  (
    await db.query<{ userId: string }>(
      `select user_id as "userId" from notices where kind = 'pushes-lost' and detail->>'shopId' = $1`,
      [shopId],
    )
  ).map(({ userId }) => userId);

/** A shop whose platform tells of its orders, and that has been connected for hours. */
async function aToldShop(): Promise<{ shopId: string; groupId: string }> {
  const shop = await aShop(db, { platform: 'taobao', channel: 'taobao' });
  await push(shop.shopId, numbers(1), now - 5 * HOUR_MS);
  return shop;
}

describe('a shop whose pushes are lost', () => {
  it('is an incident when more than a tenth of an hour of orders was found by looking: told once, ended by itself', async () => {
    const { shopId, groupId } = await aToldShop();
    const lead = await aUser(db, { role: 'supervisor', groupId });
    const agent = await aUser(db, { role: 'agent', groupId });
    await db.query(
      `insert into notice_channels (name, kind, address_sealed, host, group_id, events)
       values ('x', 'webhook', '', 'example.com', $1, '{pushes-lost}')`,
      [groupId],
    );
    await push(shopId, numbers(18));
    await look(shopId, numbers(2));
    await watchLosses(db);
    expect(await seenOf(shopId)).toMatchObject({ told: { found: 2, orders: 20 }, losingSince: null });
    await look(shopId, numbers(1));
    expect(await watchLosses(db)).toBe(1);
    expect(await watchLosses(db)).toBe(0);
    expect((await seenOf(shopId))?.losingSince).toBeGreaterThanOrEqual(now);
    const told = await toldOf(shopId);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toEqual(expect.arrayContaining([lead, manager.actor.userId]));
    expect(told).not.toContain(agent);
    const posts = await db.query(
      'select parts from notice_posts p join notice_channels c on c.id = p.channel_id where c.group_id = $1',
      [groupId],
    );
    expect(posts).toEqual([{ parts: [{ event: 'pushes-lost', count: 1, orderNos: [] }] }]);
    await push(shopId, numbers(30));
    expect(await watchLosses(db)).toBe(0);
    await push(shopId, numbers(12));
    expect(await watchLosses(db)).toBe(1);
    expect((await seenOf(shopId))?.losingSince).toBeNull();
    const acts = await db.query('select action from audit where ref = $1 order by id', [shopId]);
    expect(acts).toEqual([{ action: 'health.pushes-lost' }, { action: 'health.pushes-back' }]);
  });

  it('is none of few orders, of its first hour, of orders that changed long ago, or while its pushes wait with us', async () => {
    const few = await aToldShop();
    await look(few.shopId, numbers(19));
    const fresh = await aShop(db, { platform: 'taobao', channel: 'taobao' });
    await look(fresh.shopId, numbers(40));
    const old = await aToldShop();
    await look(old.shopId, numbers(40), now - 3 * HOUR_MS);
    const held = await aToldShop();
    await look(held.shopId, numbers(40));
    await db.query('insert into inbox_holds (shop_id, reason, placed_by) values ($1, $2, $3)', [
      held.shopId,
      'x',
      manager.actor.userId,
    ]);
    expect(await watchLosses(db)).toBe(0);
    await db.query('update inbox_holds set ended_at = now() where shop_id = $1', [held.shopId]);
    const key = unique('m');
    const waits = { key, body: Buffer.from('{}'), receivedAt: now - 2 * MINUTE_MS };
    await storeMessages(quietServices(db), few.shopId, [waits]);
    expect(await watchLosses(db)).toBe(0);
    await db.query('update inbox_keys set state = 1 where key = $1', [key]);
    const waiting = numbers(40);
    const late = await aToldShop();
    await look(late.shopId, waiting);
    await push(late.shopId, waiting);
    expect(await watchLosses(db)).toBe(1);
    expect(await seenOf(held.shopId)).toMatchObject({ told: { found: 40, orders: 40 } });
    expect(await seenOf(late.shopId)).toMatchObject({ told: { found: 0, orders: 40 }, losingSince: null });
  });
});

describe('the alarm limits', () => {
  const changed = { silenceFactor: 5, foundPercent: 50, conflictPercent: 7 };

  it('hold from the next look on, are kept with who set them, and are not overwritten by an older form', async () => {
    const { limits } = await healthOverview(manager);
    const { shopId } = await aToldShop();
    await push(shopId, numbers(12));
    await look(shopId, numbers(12));
    const kept = await setLimits(manager, { ...changed, version: limits.version });
    expect(kept).toEqual({ ...changed, version: limits.version + 1 });
    expect((await healthOverview(manager)).limits).toEqual(kept);
    expect(await conflictShare(db, null)).toMatchObject({ limitBp: 700 });
    await watchLosses(db);
    expect((await seenOf(shopId))?.losingSince).toBeNull();
    await expect(setLimits(manager, { ...changed, version: limits.version })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await db.query(`select actor, detail from audit where action = 'health.setLimits'`)).toMatchObject([
      { actor: manager.actor.userId, detail: { before: { foundPercent: 10 }, after: changed } },
    ]);
    const { silenceFactor, foundPercent, conflictPercent } = limits;
    await setLimits(manager, { silenceFactor, foundPercent, conflictPercent, version: kept.version });
    await watchLosses(db);
    expect((await seenOf(shopId))?.losingSince).not.toBeNull();
  });

  it('are set by managers and admins, within what makes sense', async () => {
    const callAs = (actor: UserActor) => createCaller(appRouter)(requestOf(db, actor)).health;
    const lead = await anActor(db, { role: 'supervisor' });
    await expect(callAs(lead).setLimits({ ...changed, version: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    for (const wrong of [{ silenceFactor: 1 }, { foundPercent: 51 }, { conflictPercent: 0.5 }])
      await expect(callAs(manager.actor).setLimits({ ...changed, ...wrong, version: 1 })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
  });
});

describe('a push that is dead', () => {
  const store = async (shopId: string, key: string, times: readonly number[]) => {
    const messages = times.map((receivedAt) => ({ key: `${key}${unique('m')}`, body: Buffer.from('{}'), receivedAt }));
    await storeMessages(quietServices(db), shopId, messages);
    while ((await countMinutes(db)) > 0);
  };

  it('is not hidden by the orders that our own look finds: they count as arrived, and the shop is silent', async () => {
    const { shopId } = await aShop(db, { platform: 'taobao', channel: 'taobao' });
    const hour = now - (now % HOUR_MS);
    const ordinary = [4, 3, 2, 1].flatMap((day) =>
      Array.from({ length: 24 }, (_, n) => hour - (day * 24 + 1) * HOUR_MS + n * 10 * MINUTE_MS),
    );
    const lastAt = now - 3 * HOUR_MS;
    await store(shopId, PUSH_KEY, [...ordinary, lastAt]);
    await store(shopId, 'order/', [lastAt + HOUR_MS, now - 10 * MINUTE_MS, now - MINUTE_MS]);
    await watchSilences(db);
    expect(await seenOf(shopId)).toMatchObject({ silentSince: lastAt, lastEventAt: lastAt, arrived: 2 });
    await store(shopId, PUSH_KEY, [now - 30_000]);
    await watchSilences(db);
    expect(await seenOf(shopId)).toMatchObject({ silentSince: null, lastEventAt: now - 30_000, arrived: 3 });
  });
});

describe('asking a platform for orders', () => {
  it('shows what waits and since when, how many calls of today failed, and why its connection broke', async () => {
    const { shopId } = await aShop(db, { platform: 'pinduoduo', channel: 'pinduoduo' });
    await push(shopId, numbers(3));
    await db.query(`update order_fetches set due_at = at_ms($2) where shop_id = $1`, [shopId, now - 7 * MINUTE_MS]);
    await db.query(
      `insert into channel_days (shop_id, day, fetched, failed) values ($1, (now() at time zone 'Asia/Shanghai')::date, 5, 2)`,
      [shopId],
    );
    await db.query(`insert into channel_streams (id, shop_ids, last_error) values ($1, array[$1], 'the line broke')`, [
      shopId,
    ]);
    expect(await seenOf(shopId)).toMatchObject({
      asking: { waiting: 3, waitingSince: now - 7 * MINUTE_MS, failedToday: 2, askedToday: 7 },
      problem: 'the line broke',
    });
    expect(await seenOf((await aShop(db)).shopId)).toMatchObject({ asking: null, told: null });
  });
});
