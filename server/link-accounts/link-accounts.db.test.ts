import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { startKuaidi100StandIn } from '@/sim/kuaidi100/stand-in';
import { startQimenStandIn } from '@/sim/qimen/stand-in';
import { wechatPayStandIn } from '@/sim/wechat-pay/stand-in';
import type { Context, UserActor } from '../context';
import { openLink } from '../facts/open-link';
import { appRouter } from '../root';
import { actingAs, anActor, quietServices, requestOf } from '../testing/acting';
import { TEST_LINK_VALUES } from '../testing/links';
import { checkLink } from './check';
import { createLink } from './create';
import { listLinks } from './list';
import { removeLink } from './remove';
import { updateLink } from './update';

let db: TestDatabase;
let admin: Context<UserActor>;
beforeAll(async () => {
  db = await testDatabase();
  admin = await actingAs(db, { role: 'admin' });
});

const aWarehouse = async (values: Readonly<Record<string, string>> = {}, shopIds: string[] = []) =>
  createLink(admin, {
    ...{ kind: 'qimen', name: '杭州仓', shopIds, isActive: true },
    values: { ...TEST_LINK_VALUES.qimen, ...values },
  });
const auditOf = (ref: string) =>
  db.query<{ action: string; detail: Record<string, unknown> }>(
    'select action, detail from audit where ref = $1 order by id',
    [ref],
  );

describe('a link', () => {
  it('is added with its secrets sealed, and put on record without them', async () => {
    const { shopId } = await aShop(db);
    const { linkId } = await aWarehouse({}, [shopId]);
    const [row] = await db.query<{ text: string }>('select l::text as text from links l where id = $1', [linkId]);
    expect(row?.text).not.toContain('qimen-secret-001');
    expect((await openLink(quietServices(db), linkId))?.values).toEqual(TEST_LINK_VALUES.qimen);
    const log = await auditOf(linkId);
    expect(log).toMatchObject([{ action: 'linkAccounts.create', detail: { kind: 'qimen', shopIds: [shopId] } }]);
    expect(JSON.stringify([log, await listLinks(admin)])).not.toContain('qimen-secret-001');
  });

  it.each([
    [{ appSecret: '' }, 'appSecret', 'missing'],
    [{ acceptMinutes: '0' }, 'acceptMinutes', 'malformed'],
    [{ url: 'https://10.0.0.1/router' }, 'url', 'address'],
    [{ other: 'x' }, 'other', 'unknown'],
  ])('with %j is refused, naming the field', async (values, field, why) => {
    await expect(aWarehouse(values)).rejects.toMatchObject({ code: 'invalid', detail: { field, why } });
  });

  it('of a payment service needs a real public key', async () => {
    const publicKey = `-----BEGIN PUBLIC KEY-----\n${'A'.repeat(200)}\n-----END PUBLIC KEY-----`;
    const values = { ...TEST_LINK_VALUES['wechat-pay'], publicKeyId: 'PUB_KEY_ID_1', publicKey };
    const made = createLink(admin, { kind: 'wechat-pay', name: '收款', shopIds: [], isActive: true, values });
    await expect(made).rejects.toMatchObject({ code: 'invalid', detail: { field: 'publicKey' } });
  });

  it('keeps secrets that are left out, names what was replaced, and refuses a form that is out of date', async () => {
    const { linkId } = await aWarehouse();
    const { appSecret: _kept, ...known } = TEST_LINK_VALUES.qimen;
    const values = { ...known, warehouseCode: 'HZ02' };
    const form = { linkId, version: 1, name: '二号仓', shopIds: [], isActive: true, values };
    await updateLink(admin, form);
    expect((await openLink(quietServices(db), linkId))?.values).toMatchObject({
      ...{ appSecret: 'qimen-secret-001', warehouseCode: 'HZ02' },
    });
    expect((await auditOf(linkId)).at(-1)?.detail.replaced).toEqual(['warehouseCode']);
    await expect(updateLink(admin, form)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('forgets a second secret when it is told to', async () => {
    const { linkId } = await aWarehouse({ secondAppSecret: 'second-secret' });
    const form = (version: number, secondAppSecret?: string) => {
      const { appSecret: _kept, secondAppSecret: _second, ...known } = TEST_LINK_VALUES.qimen;
      const values = { ...known, ...(secondAppSecret === undefined ? {} : { secondAppSecret }) };
      return { linkId, version, name: '仓', shopIds: [], isActive: true, values };
    };
    const known = async () => (await openLink(quietServices(db), linkId))?.values.secondAppSecret;
    await updateLink(admin, form(1));
    expect(await known()).toBe('second-secret');
    await updateLink(admin, form(2, ''));
    expect(await known()).toBe('');
  });

  it('serves a shop that no other of its kind serves', async () => {
    const { shopId } = await aShop(db);
    await aWarehouse({}, [shopId]);
    await expect(aWarehouse({}, [shopId])).rejects.toMatchObject({ code: 'conflict', detail: { why: 'shop-served' } });
  });

  it('goes with its secrets; one that follows a parcel only when that is confirmed', async () => {
    const { linkId } = await aWarehouse();
    await db.query(`insert into parcels (tracking_no, link_id) values ($1, $1)`, [linkId]);
    await expect(removeLink(admin, { linkId, isConfirmed: false })).rejects.toMatchObject({ code: 'conflict' });
    await removeLink(admin, { linkId, isConfirmed: true });
    expect(await openLink(quietServices(db), linkId)).toBeNull();
    expect((await auditOf(linkId)).at(-1)).toMatchObject({ action: 'linkAccounts.remove' });
  });

  it('is seen, added and tried by admins alone', async () => {
    for (const role of ['agent', 'supervisor', 'manager'] as const) {
      const caller = appRouter.createCaller(requestOf(db, await anActor(db, { role })));
      await expect(caller.linkAccounts.list()).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(caller.linkAccounts.check({ linkId: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('the test of a link', () => {
  it('asks the warehouse for nothing, and says whether secret, app or address is wrong', async () => {
    const { appKey = '', appSecret = '', customerId = '' } = TEST_LINK_VALUES.qimen;
    const warehouse = await startQimenStandIn({ port: 0, appKey, appSecret, customerId });
    onTestFinished(() => warehouse.close());
    const tried = async (values: Readonly<Record<string, string>>) =>
      checkLink(admin, await aWarehouse({ url: warehouse.url, ...values }));
    expect(await tried({})).toEqual({ kind: 'ok' });
    expect(await tried({ appSecret: 'another-secret' })).toMatchObject({ kind: 'refused', problem: 'secret' });
    expect(await tried({ url: 'http://127.0.0.1:9/x' })).toEqual({ kind: 'unreached', why: 'network' });
    warehouse.failNext('garbage');
    expect(await tried({})).toEqual({ kind: 'unreached', why: 'not-xml' });
    expect(warehouse.taken()).toEqual([]);
  });

  it('asks Kuaidi100 for nothing, and says whether the key is right', async () => {
    const couriers = await startKuaidi100StandIn({ port: 0, key: 'akey1', customer: 'CUSTOMER1' });
    onTestFinished(() => couriers.close());
    const tried = async (key: string) =>
      checkLink(
        admin,
        await createLink(admin, {
          ...{ kind: 'kuaidi100', name: '快递', shopIds: [], isActive: true },
          values: { apiBase: couriers.apiBase, customer: 'CUSTOMER1', key, salt: 'asalt' },
        }),
      );
    expect(await tried('akey1')).toEqual({ kind: 'ok' });
    expect(await tried('wrong')).toMatchObject({ kind: 'refused', problem: 'secret', code: '600' });
    expect(couriers.watched()).toEqual([]);
  });

  it('of a payment service says that its keys can be read', async () => {
    const { merchantId, publicKeyId, publicKey, apiV3Key } = wechatPayStandIn();
    const values = { merchantId, publicKeyId, publicKey, apiV3Key };
    const made = await createLink(admin, { kind: 'wechat-pay', name: '收款', shopIds: [], isActive: true, values });
    expect(await checkLink(admin, made)).toEqual({ kind: 'keys-read' });
  });
});
