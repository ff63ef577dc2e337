import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Role, UserActor } from '../context';
import { createShopDirectory } from '../pipeline/shop-directory';
import { appRouter } from '../root';
import { anActor, requestOf, TEST_KEYRING } from '../testing/acting';
import { TEST_SECRET } from '../testing/push';
import { aPushingShop } from '../testing/shops';
import { createCaller } from '../trpc';
import { changeCredentials, fingerprintOf, newestSecret, shopCredentials } from './credentials';

const callerOf = createCaller(appRouter);
let db: TestDatabase;
let groupId: string;
let admin: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  groupId = await aGroup(db);
  admin = await anActor(db, { role: 'admin' });
});

const as = (actor: UserActor) => callerOf(requestOf(db, actor)).shops;
const aGenericShop = () => ({ name: '潮汐生活馆', groupId, platform: 'generic', channel: 'generic' }) as const;
const auditOf = (action: string, ref: string) =>
  db.query<{ actor: string; detail: Record<string, unknown> }>(
    'select actor, detail from audit where action = $1 and ref = $2 order by id',
    [action, ref],
  );
const announced = (shopId: string) =>
  db.query("select 1 from feed where topic = 'shops.changed' and entity_id = $1", [shopId]);
const shopOf = async (shopId: string) => {
  const shop = (await as(admin).list()).shops.find((one) => one.shopId === shopId);
  if (!shop) throw new Error('the shop is not in the list');
  return shop;
};
const keysOf = async (shopId: string) =>
  (await createShopDirectory(db, TEST_KEYRING, 0).find(shopId)).shop?.keys?.secrets;

describe('only an admin', () => {
  const roles: Role[] = ['agent', 'supervisor', 'manager'];
  it.each(roles)('sees and sets up shops; a %s is refused', async (role) => {
    const { shopId } = await aPushingShop(db, { groupId });
    const shops = as(await anActor(db, { role, groupId }));
    const attempts = [
      () => shops.list(),
      () => shops.secrets({ shopId }),
      () => shops.door({ shopId }),
      () => shops.create(aGenericShop()),
      () => shops.update({ shopId, version: 1, ...aGenericShop(), isActive: false }),
      () => shops.setCredentials({ shopId, values: {} }),
      () => shops.addSecret({ shopId }),
      () => shops.retireSecret({ shopId, secretId: '1', isLastConfirmed: true }),
      () => shops.sendTest({ shopId }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('shops.create', () => {
  it('makes a shop with a secret that is told once, sealed in the database, and on record without it', async () => {
    const { shopId, secret } = await as(admin).create(aGenericShop());
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(await keysOf(shopId)).toEqual([secret]);
    const rows = await db.query<{ row: string }>(
      `select s::text || k::text || encode(k.sealed, 'escape') as row from shops s join shop_secrets k on k.shop_id = s.id
       where s.id = $1`,
      [shopId],
    );
    expect(JSON.stringify(rows)).not.toContain(secret?.slice(6));
    expect(await auditOf('shops.create', shopId)).toMatchObject([{ actor: admin.userId, detail: { groupId } }]);
    const secretRows = await auditOf('shops.addSecret', shopId);
    expect(secretRows).toHaveLength(1);
    expect(JSON.stringify(secretRows)).not.toContain(secret);
    expect(await announced(shopId)).not.toEqual([]);
    expect(JSON.stringify([await as(admin).list(), await as(admin).secrets({ shopId })])).not.toContain(
      secret?.slice(6),
    );
  });

  it('makes one without a secret for files', async () => {
    const { shopId, secret } = await as(admin).create({ ...aGenericShop(), channel: 'csv' });
    expect(secret).toBeNull();
    expect(await shopOf(shopId)).toMatchObject({ needsSecret: false, liveSecrets: 0 });
  });

  it('refuses the channel of another platform; files and the generic channel serve any', async () => {
    const wrong = { ...aGenericShop(), platform: 'douyin', channel: 'jd' } as const;
    await expect(as(admin).create(wrong)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { detail: { field: 'channel', why: 'other-platform' } },
    });
    for (const channel of ['douyin', 'csv', 'generic']) await as(admin).create({ ...wrong, channel });
    const { shopId } = await as(admin).create(aGenericShop());
    await expect(
      as(admin).update({ shopId, version: 1, ...aGenericShop(), channel: 'jd', isActive: true }),
    ).rejects.toMatchObject({ cause: { detail: { why: 'other-platform' } } });
  });

  it('lets the first look begin as many days back as were asked for, and as its channel can list', async () => {
    const begunOf = async (shop: Parameters<ReturnType<typeof as>['create']>[0]) => {
      const { shopId } = await as(admin).create(shop);
      const [row] = await db.query<{ days: number }>(
        `select extract(epoch from s.created_at - p.looked_until)::float8 / 86400 as days
         from channel_polls p join shops s on s.id = p.shop_id where s.id = $1`,
        [shopId],
      );
      return { days: row?.days ?? null, audited: (await auditOf('shops.create', shopId))[0]?.detail.ordersSinceDays };
    };
    const wechat = { ...aGenericShop(), platform: 'wechat', channel: 'wechat' } as const;
    expect(await begunOf({ ...wechat, ordersSinceDays: 7 })).toEqual({ days: 7, audited: 7 });
    expect(await begunOf({ ...wechat, ordersSinceDays: 0 })).toEqual({ days: null, audited: undefined });
    for (const tooFar of [
      { ...wechat, ordersSinceDays: 8 },
      { ...aGenericShop(), ordersSinceDays: 1 },
    ])
      await expect(as(admin).create(tooFar)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        cause: { detail: { field: 'ordersSinceDays', why: 'too-far-back' } },
      });
    const { channels } = await as(admin).list();
    expect(channels.find(({ name }) => name === 'wechat')).toMatchObject({ mostDaysBack: 7 });
    expect(channels.find(({ name }) => name === 'generic')).toMatchObject({ mostDaysBack: null });
  });

  it('refuses a channel or group that does not exist', async () => {
    await expect(as(admin).create({ ...aGenericShop(), channel: 'telex' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(as(admin).create({ ...aGenericShop(), groupId: 'none' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

describe('shops.update', () => {
  it('changes a shop and records both states', async () => {
    const { shopId } = await as(admin).create(aGenericShop());
    const other = await aGroup(db);
    await as(admin).update({ shopId, version: 1, ...aGenericShop(), name: '北方店', groupId: other, isActive: false });
    expect(await shopOf(shopId)).toMatchObject({ name: '北方店', groupId: other, isActive: false, version: 2 });
    expect(await auditOf('shops.update', shopId)).toMatchObject([
      { actor: admin.userId, detail: { from: { groupId }, to: { groupId: other, isActive: false } } },
    ]);
  });

  it('keeps the city it ships from as its area code, and refuses what is no city', async () => {
    const { shopId } = await as(admin).create({ ...aGenericShop(), shipFrom: '杭州市' });
    const shipFrom = async () => (await as(admin).list()).shops.find((shop) => shop.shopId === shopId)?.shipFrom;
    const change = { shopId, ...aGenericShop(), isActive: true };
    expect(await shipFrom()).toBe('杭州');
    await as(admin).update({ ...change, version: 1 });
    expect(await shipFrom()).toBe('杭州');
    await expect(as(admin).update({ ...change, version: 2, shipFrom: '火星' })).rejects.toMatchObject({
      cause: { code: 'invalid', detail: { field: 'shipFrom', why: 'no-such-city' } },
    });
    await as(admin).update({ ...change, version: 2, shipFrom: '440305' });
    expect(await shipFrom()).toBe('深圳');
    await as(admin).update({ ...change, version: 3, shipFrom: '' });
    expect(await shipFrom()).toBeNull();
    expect(await auditOf('shops.update', shopId)).toMatchObject([
      { detail: { from: { shipFrom: '330100' }, to: { shipFrom: '330100' } } },
      { detail: { from: { shipFrom: '330100' }, to: { shipFrom: '440305' } } },
      { detail: { from: { shipFrom: '440305' }, to: { shipFrom: null } } },
    ]);
  });

  it('does not overwrite what somebody else changed meanwhile', async () => {
    const { shopId } = await as(admin).create(aGenericShop());
    const change = { shopId, version: 1, ...aGenericShop(), isActive: true };
    const both = await Promise.allSettled([
      as(admin).update({ ...change, name: '甲' }),
      as(admin).update({ ...change, name: '乙' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await auditOf('shops.update', shopId)).toHaveLength(1);
  });

  it('keeps the channel while messages wait to be read by it', async () => {
    const { shopId } = await as(admin).create(aGenericShop());
    await db.query("insert into inbox_keys (shop_id, key, body_sha) values ($1, 'm', '')", [shopId]);
    await expect(
      as(admin).update({ shopId, version: 1, ...aGenericShop(), channel: 'csv', isActive: true }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('the secrets of a shop', () => {
  it('may be two while one replaces the other, and not three', async () => {
    const { shopId, secret } = await as(admin).create(aGenericShop());
    const next = await as(admin).addSecret({ shopId });
    expect(await keysOf(shopId)).toEqual([next.secret, secret]);
    expect(await newestSecret(db, TEST_KEYRING, shopId)).toBe(next.secret);
    await expect(as(admin).addSecret({ shopId })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await shopOf(shopId)).liveSecrets).toBe(2);
  });

  it('are never three, though two people add one at once', async () => {
    const { shopId } = await as(admin).create(aGenericShop());
    await Promise.allSettled([as(admin).addSecret({ shopId }), as(admin).addSecret({ shopId })]);
    expect(await keysOf(shopId)).toHaveLength(2);
  });

  it('are destroyed when retired; the fingerprint stays', async () => {
    const { shopId, secret } = await as(admin).create(aGenericShop());
    await as(admin).addSecret({ shopId });
    const [, old] = (await as(admin).secrets({ shopId })).secrets;
    expect(old?.fingerprint).toBe(fingerprintOf(secret ?? ''));
    const retire = { shopId, secretId: old?.secretId ?? '', isLastConfirmed: false };
    await as(admin).retireSecret(retire);
    expect(await keysOf(shopId)).toHaveLength(1);
    expect(await db.query('select sealed from shop_secrets where id = $1', [old?.secretId])).toEqual([
      { sealed: null },
    ]);
    expect(await auditOf('shops.retireSecret', shopId)).toMatchObject([
      { actor: admin.userId, detail: { secretId: old?.secretId, wasLast: false } },
    ]);
    await expect(as(admin).retireSecret(retire)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('keep a last one, unless it is confirmed or the shop is closed', async () => {
    const { shopId } = await as(admin).create(aGenericShop());
    const [only] = (await as(admin).secrets({ shopId })).secrets;
    const retire = { shopId, secretId: only?.secretId ?? '' };
    await expect(as(admin).retireSecret({ ...retire, isLastConfirmed: false })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await keysOf(shopId)).toHaveLength(1);
    await as(admin).retireSecret({ ...retire, isLastConfirmed: true });
    expect(await shopOf(shopId)).toMatchObject({ needsSecret: true });
  });

  it('open for their own shop only', async () => {
    const { shopId } = await aPushingShop(db, { groupId });
    const other = await aShop(db, { groupId });
    await db.query(
      `insert into shop_secrets (shop_id, sealed, fingerprint, created_by)
       select $2, sealed, fingerprint, created_by from shop_secrets where shop_id = $1`,
      [shopId, other.shopId],
    );
    expect(await keysOf(shopId)).toEqual([TEST_SECRET]);
    const found = await createShopDirectory(db, TEST_KEYRING, 0).find(other.shopId);
    expect(found.shop?.keys).toBeNull();
  });
});

describe('other credentials', () => {
  it('are sealed as one, changed by name, and never given out where secret', async () => {
    const { shopId } = await aShop(db, { groupId });
    await db.tx((tx) => changeCredentials(tx, TEST_KEYRING, shopId, { appKey: 'k', accessToken: 'secret-token' }));
    await db.tx((tx) => changeCredentials(tx, TEST_KEYRING, shopId, { appKey: null, other: 'o' }));
    expect(await shopCredentials(db, TEST_KEYRING, shopId)).toEqual({ accessToken: 'secret-token', other: 'o' });
    const [row] = await db.query<{ sealed: Buffer }>('select credentials_sealed as sealed from shops where id = $1', [
      shopId,
    ]);
    expect(row?.sealed.includes('secret-token')).toBe(false);
  });

  it('are refused when the channel does not ask for them', async () => {
    const { shopId } = await aShop(db, { groupId });
    await expect(as(admin).setCredentials({ shopId, values: { appKey: 'x' } })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
