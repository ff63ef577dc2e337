import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import type { LinkKind } from '../links/link';
import { actingAs } from '../testing/acting';
import { aLink } from '../testing/links';
import { countMinutes } from './count-minutes';
import { healthOverview } from './overview';
import { watchSilences } from './watch-silences';

let db: TestDatabase;
let manager: Context<UserActor>;
let now: number;

beforeAll(async () => {
  db = await testDatabase();
  manager = await actingAs(db, { role: 'manager' });
  now = await db.now();
});

const say = async (linkId: string, times: readonly number[], state = 1) => {
  await db.query(
    `insert into link_messages (link_id, key, body_sha, received_at, state)
     select $1, 'k' || (select count(*) from link_messages) || '-' || n, '', at_ms(at), $3
     from unnest($2::float8[]) with ordinality t (at, n) order by n`,
    [linkId, times, state],
  );
  while ((await countMinutes(db)) > 0);
};

/** A link that spoke every ten minutes around this hour of the last four days, and last three hours ago. */
async function aSpokenLink(kind: LinkKind, shopIds: readonly string[]): Promise<{ linkId: string; lastAt: number }> {
  const linkId = await aLink(db, kind, shopIds);
  const hour = now - (now % HOUR_MS);
  const days = [4, 3, 2, 1].flatMap((day) =>
    Array.from({ length: 24 }, (_, n) => hour - day * DAY_MS - HOUR_MS + n * 10 * MINUTE_MS),
  );
  const lastAt = now - 3 * HOUR_MS;
  await say(linkId, [...days, lastAt]);
  return { linkId, lastAt };
}

const healthOf = async (linkId: string, ctx = manager) =>
  (await healthOverview(ctx)).connections.find(({ id }) => id.endsWith(`:${linkId}`));
const silentSince = async (linkId: string) => {
  await watchSilences(db);
  return (await healthOf(linkId))?.silentSince;
};
const toldOf = async (linkId: string) =>
  (
    await db.query<{ userId: string }>(
      `select user_id as "userId" from notices where kind = 'channel-silent' and detail->>'linkId' = $1`,
      [linkId],
    )
  ).map(({ userId }) => userId);
const aChannel = async (groupId: string | null) => {
  const name = unique('channel');
  await db.query(
    `insert into notice_channels (name, kind, address_sealed, host, group_id, events)
     values ($1, 'webhook', '', 'example.com', $2, '{silent}')`,
    [name, groupId],
  );
  return async () =>
    (
      await db.query<{ parts: unknown }>(
        'select parts from notice_posts p join notice_channels c on c.id = p.channel_id where c.name = $1',
        [name],
      )
    ).map(({ parts }) => parts);
};

const aParcel = (linkId: string, watchedAt: number) =>
  db.query(`insert into parcels (tracking_no, link_id, watch, watched_at) values ($1, $2, 'watched', at_ms($3))`, [
    unique('SF'),
    linkId,
    watchedAt,
  ]);

async function anOrder(shopId: string): Promise<string> {
  const [order] = await db.query<{ id: string }>(
    `insert into orders (shop_id, order_no, platform, group_id, facts, status, stage, placed_at, board_state, placed_on)
     select id, $2, platform, group_id, '{}', 'to_ship', 'picking', now(), 'to_ship', now() from shops where id = $1
     returning id::text as id`,
    [shopId, unique('no')],
  );
  if (!order) throw new Error('no such shop');
  return order.id;
}

describe('a payment service of which nothing comes', () => {
  it('is silent by its rhythm: those who lead any group of its shops are told once, each channel once', async () => {
    const [groupId, otherId, strangeId] = [await aGroup(db), await aGroup(db), await aGroup(db)];
    const shops = [await aShop(db, { groupId }), await aShop(db, { groupId: otherId })];
    const leads = [
      await aUser(db, { role: 'supervisor', groupId }),
      await aUser(db, { role: 'supervisor', groupId: otherId }),
    ];
    const untold = [
      await aUser(db, { role: 'agent', groupId }),
      await aUser(db, { role: 'supervisor', groupId: strangeId }),
    ];
    const heard = [await aChannel(groupId), await aChannel(otherId), await aChannel(null)];
    const unheard = await aChannel(strangeId);
    const { linkId, lastAt } = await aSpokenLink(
      'wechat-pay',
      shops.map(({ shopId }) => shopId),
    );
    expect(await silentSince(linkId)).toBe(lastAt);
    expect(await silentSince(linkId)).toBe(lastAt);
    const told = await toldOf(linkId);
    expect(new Set(told).size).toBe(told.length);
    expect(told).toEqual(expect.arrayContaining([...leads, manager.actor.userId]));
    for (const userId of untold) expect(told).not.toContain(userId);
    for (const posts of heard) expect(await posts()).toEqual([[{ event: 'silent', count: 1, orderNos: [] }]]);
    expect(await unheard()).toEqual([]);
    await say(linkId, [now - 10_000]);
    expect(await silentSince(linkId)).toBeNull();
    const acts = await db.query('select action from audit where ref = $1 order by id', [linkId]);
    expect(acts).toEqual([{ action: 'health.silent' }, { action: 'health.heard' }]);
  });

  it('shows what came in the last hour, what was set aside of it, and the last days of which its rhythm is known', async () => {
    const { shopId, groupId } = await aShop(db);
    const { linkId } = await aSpokenLink('wechat-pay', [shopId]);
    await say(linkId, [now - 20 * MINUTE_MS, now - 15 * MINUTE_MS]);
    await say(linkId, [now - 10 * MINUTE_MS], 2);
    await db.query(
      'update link_messages set state = 2 where link_id = $1 and received_at < at_ms($2) and id % 50 = 0',
      [linkId, now - DAY_MS],
    );
    const seen = await healthOf(linkId, await actingAs(db, { role: 'supervisor', groupId }));
    expect(seen).toMatchObject({ arrived: 3, asideOfArrived: 1, awaited: null, lastEventAt: now - 10 * MINUTE_MS });
    expect(seen?.rhythm).toMatchObject({ kind: 'known', days: 4, normalMs: 10 * MINUTE_MS });
    expect(seen?.trend?.reduce((sum, n) => sum + n, 0)).toBe(4);
    const stranger = await actingAs(db, { role: 'supervisor', groupId: (await aShop(db)).groupId });
    expect(await healthOf(linkId, stranger)).toBeUndefined();
  });
});

describe('a courier of which nothing comes', () => {
  it('is silent only while parcels are under way, and from when the first of them is', async () => {
    const { linkId } = await aSpokenLink('kuaidi100', [(await aShop(db)).shopId]);
    expect(await silentSince(linkId)).toBeNull();
    expect((await healthOf(linkId))?.awaited).toBe(0);
    await aParcel(linkId, now - 31 * DAY_MS);
    await aParcel(linkId, now - 25 * MINUTE_MS);
    expect(await silentSince(linkId)).toBeNull();
    expect((await healthOf(linkId))?.awaited).toBe(1);
    await aParcel(linkId, now - 40 * MINUTE_MS);
    expect(await silentSince(linkId)).toBe(now - 40 * MINUTE_MS);
    expect(await toldOf(linkId)).not.toEqual([]);
    await db.query("update parcels set watch = 'ended' where link_id = $1", [linkId]);
    expect(await silentSince(linkId)).toBeNull();
  });
});

describe('a warehouse of which nothing comes', () => {
  const give = async (linkId: string, orderId: string, state: string, sentAt: number) =>
    db.query(
      `insert into warehouse_orders (order_id, link_id, attempt, code, state, sent_at)
       values ($1::bigint, $2, 1, $3, $4, at_ms($5))`,
      [orderId, linkId, unique('TW'), state, sentAt],
    );

  it('is silent only while it has orders that are not shipped', async () => {
    const { shopId } = await aShop(db);
    const { linkId, lastAt } = await aSpokenLink('qimen', [shopId]);
    const orders = [await anOrder(shopId), await anOrder(shopId), await anOrder(shopId)];
    await give(linkId, orders[0] ?? '', 'shipped', now - 5 * HOUR_MS);
    await give(linkId, orders[1] ?? '', 'sending', now - 5 * HOUR_MS);
    expect(await silentSince(linkId)).toBeNull();
    await give(linkId, orders[2] ?? '', 'accepted', now - 5 * HOUR_MS);
    expect((await healthOf(linkId))?.awaited).toBe(1);
    expect(await silentSince(linkId)).toBe(lastAt);
    await db.query('update orders set stage = null where id = $1::bigint', [orders[2]]);
    expect(await silentSince(linkId)).toBeNull();
  });

  it('shows how many of what goes out to it is tried again', async () => {
    const { shopId } = await aShop(db);
    const linkId = await aLink(db, 'qimen', [shopId]);
    const orderId = await anOrder(shopId);
    await give(linkId, orderId, 'sending', now);
    await db.query(
      `insert into outbox (kind, payload, idempotency_key, attempts, last_error)
       select 'warehouse.create', jsonb_build_object('code', code), code, 2, 'refused' from warehouse_orders where order_id = $1::bigint`,
      [orderId],
    );
    expect(await healthOf(linkId)).toMatchObject({ retrying: 1, rhythm: { kind: 'learning', days: 0 } });
  });
});
