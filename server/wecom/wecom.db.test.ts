import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { startWecomStandIn, type WecomStandIn } from '@/sim/wecom/stand-in';
import type { Role, UserActor } from '../context';
import { appRouter } from '../root';
import { anActor, requestOf } from '../testing/acting';
import { wecomDesk } from '../testing/wecom-desk';
import { createCaller } from '../trpc';

const APP = {
  corpId: 'ww5823bf96d3bd56c7',
  secret: 'secret-of-the-app',
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  openKfId: 'wk-first',
};
const callerOf = createCaller(appRouter);
let db: TestDatabase;
let wecom: WecomStandIn;
let desk: Awaited<ReturnType<typeof wecomDesk>>;
let groupId: string;
let admin: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  groupId = await aGroup(db);
  admin = await anActor(db, { role: 'admin' });
  desk = await wecomDesk(db, APP.openKfId);
  const moreAccounts = Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`wk-more-${n}`, `客服 ${n}`]));
  wecom = await startWecomStandIn({ ...APP, port: 0, moreAccounts, callbackUrl: 'http://127.0.0.1:9/none' });
  afterAll(() => wecom.close());
});

const as = (actor: UserActor, isLoopbackAllowed = true) => {
  const request = requestOf(db, actor);
  return callerOf({ ...request, services: { ...request.services, isLoopbackAllowed } }).wecom;
};
const fields = () => ({ name: '潮汐客服', corpId: APP.corpId, groupId, apiBase: wecom.url });
const secrets = { corpSecret: APP.secret, callbackToken: APP.token, encodingAesKey: APP.aesKey };
const anAccount = async (values: object = {}) =>
  (await as(admin).create({ ...fields(), ...secrets, ...values })).accountId;
const rowOf = async (accountId: string) => {
  const row = (await as(admin).list()).accounts.find((one) => one.accountId === accountId);
  if (!row) throw new Error('the account is not in the list');
  return row;
};
const auditOf = (action: string, ref: string) =>
  db.query('select actor, detail from audit where action = $1 and ref = $2', [action, ref]);

describe('only an admin', () => {
  const roles: Role[] = ['agent', 'supervisor', 'manager'];
  it.each(roles)('sees and sets up WeCom accounts; a %s is refused', async (role) => {
    const accountId = await anAccount();
    const accounts = as(await anActor(db, { role, groupId }));
    const attempts = [
      () => accounts.list(),
      () => accounts.create({ ...fields(), ...secrets }),
      () => accounts.update({ accountId, version: 1, ...fields() }),
      () => accounts.remove({ accountId, isConfirmed: true }),
      () => accounts.serve({ accountId, kf: [] }),
      () => accounts.check({ accountId }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a WeCom account', () => {
  it('is stored with its secrets sealed and gives none of them out', async () => {
    const accountId = await anAccount();
    const stored = await db.query(
      "select a::text || encode(secrets_sealed, 'escape') as row from wecom_accounts a where id = $1",
      [accountId],
    );
    const records = await auditOf('wecom.create', accountId);
    expect(records).toMatchObject([{ actor: admin.userId }]);
    const seen = JSON.stringify([stored, records, await as(admin).list()]);
    for (const secret of [APP.secret, APP.token, APP.aesKey]) expect(seen).not.toContain(secret);
  });

  it('gets a callback token and key that WeCom takes when none are given', async () => {
    const { callbackToken, encodingAesKey } = await as(admin).create({ ...fields(), corpSecret: APP.secret });
    expect(callbackToken).toMatch(/^[A-Za-z0-9]{3,32}$/);
    expect(encodingAesKey).toMatch(/^[A-Za-z0-9]{43}$/);
    expect(Buffer.from(`${encodingAesKey}=`, 'base64')).toHaveLength(32);
  });

  it('may not point at this machine or a private network', async () => {
    for (const apiBase of ['https://10.0.0.8', 'http://example.com', 'file:///etc/passwd', 'nonsense'])
      await expect(as(admin).create({ ...fields(), ...secrets, apiBase })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    await expect(as(admin, false).create({ ...fields(), ...secrets })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('keeps the secrets that a change leaves out, and is not overwritten by an older form', async () => {
    const accountId = await anAccount();
    await as(admin).update({ accountId, version: 1, ...fields(), name: '新名字' });
    expect(await as(admin).check({ accountId })).toMatchObject({ kind: 'ok' });
    await expect(as(admin).update({ accountId, version: 1, ...fields() })).rejects.toMatchObject({ code: 'CONFLICT' });
    await as(admin).update({ accountId, version: 2, ...fields(), corpSecret: 'another-secret' });
    expect(await as(admin).check({ accountId })).toMatchObject({ kind: 'refused', problem: 'secret' });
    expect(await auditOf('wecom.update', accountId)).toMatchObject([
      { detail: { replaced: [] } },
      { detail: { replaced: ['corpSecret'] } },
    ]);
  });

  it('shows when WeCom checked the callback address, and what was wrong with what else came', async () => {
    const accountId = await anAccount();
    expect(await rowOf(accountId)).toMatchObject({ verifiedAt: null, eventAt: null, refusedAt: null });
    wecom.callBack(desk.hookUrl(accountId));
    expect(await wecom.checkAddress()).toBe(true);
    await fetch(`${desk.hookUrl(accountId)}?msg_signature=x&timestamp=1&nonce=2&echostr=a`);
    expect(await rowOf(accountId)).toMatchObject({
      verifiedAt: expect.any(Number),
      refusedAt: expect.any(Number),
      refusal: 'signature',
    });
    await as(admin).update({ accountId, version: 1, ...fields(), callbackToken: 'another' });
    expect(await rowOf(accountId)).toMatchObject({ verifiedAt: null });
  });

  it('that customers wrote through is removed only when that is confirmed', async () => {
    const accountId = await anAccount();
    await as(admin).serve({ accountId, kf: [{ openKfId: 'wk-talked', name: '' }] });
    await db.query(
      `with c as (insert into customers default values returning id)
       insert into customer_identities (channel, account, external_id, customer_id) select 'wecom', 'wk-talked', 'wm', id from c`,
    );
    await expect(as(admin).remove({ accountId, isConfirmed: false })).rejects.toMatchObject({ code: 'CONFLICT' });
    await as(admin).remove({ accountId, isConfirmed: true });
    expect((await as(admin).list()).accounts.some((one) => one.accountId === accountId)).toBe(false);
    expect(await auditOf('wecom.remove', accountId)).toHaveLength(1);
  });
});

describe('the test of an account', () => {
  it('lists every customer-service account, page by page, and is on record', async () => {
    const accountId = await anAccount();
    const check = await as(admin).check({ accountId });
    expect(check).toMatchObject({ kind: 'ok' });
    expect(check.kind === 'ok' && check.kf).toHaveLength(121);
    expect(await auditOf('wecom.check', accountId)).toHaveLength(1);
  });

  it.each([
    ['corp', { corpId: 'ww0000000000' }],
    ['secret', { corpSecret: 'wrong-secret' }],
  ])('says that the %s is wrong', async (problem, values) => {
    const accountId = await anAccount(values);
    expect(await as(admin).check({ accountId })).toMatchObject({ kind: 'refused', problem, call: 'token' });
  });

  it('says which address WeCom does not trust', async () => {
    const accountId = await anAccount();
    wecom.failNext('/cgi-bin/kf/account/list', {
      errcode: 60020,
      errmsg:
        'not allow to access from your ip, hint: [1], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com',
    });
    expect(await as(admin).check({ accountId })).toMatchObject({
      kind: 'refused',
      problem: 'ip',
      call: 'list',
      ip: '203.0.113.7',
    });
  });

  it('says when nobody answers, and does not call an address that must not be called', async () => {
    const unreached = await anAccount({ apiBase: 'http://127.0.0.1:9' });
    expect(await as(admin).check({ accountId: unreached })).toEqual({ kind: 'unreached', why: 'network' });
    expect(await as(admin, false).check({ accountId: unreached })).toEqual({ kind: 'unreached', why: 'address' });
  });
});

describe('the customer-service accounts', () => {
  it('that are chosen are served, and the others are not pulled', async () => {
    const accountId = await anAccount();
    await as(admin).serve({
      accountId,
      kf: [
        { openKfId: 'wk-a', name: '一' },
        { openKfId: 'wk-b', name: '二' },
      ],
    });
    await as(admin).serve({ accountId, kf: [{ openKfId: 'wk-b', name: '二' }] });
    expect((await rowOf(accountId)).kf).toMatchObject([
      { openKfId: 'wk-a', isServed: false },
      { openKfId: 'wk-b', isServed: true },
    ]);
    await desk.pull();
    const pulled = await db.query(
      'select open_kfid from wecom_kf_accounts where account_id = $1 and sync_due_at is not null',
      [accountId],
    );
    expect(pulled).toEqual([{ open_kfid: 'wk-b' }]);
    expect(await auditOf('wecom.serve', accountId)).toHaveLength(2);
  });

  it('belong to one WeCom account here', async () => {
    const [one, other] = [await anAccount(), await anAccount()];
    await as(admin).serve({ accountId: one, kf: [{ openKfId: 'wk-mine', name: '' }] });
    await expect(as(admin).serve({ accountId: other, kf: [{ openKfId: 'wk-mine', name: '' }] })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});
