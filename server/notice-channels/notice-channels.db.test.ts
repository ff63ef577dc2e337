import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aGroup, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type RobotStandIn, startRobotStandIn, type TakenMessage } from '@/sim/robots/stand-in';
import type { Role, UserActor } from '../context';
import type { RobotKind } from '../links/robots/robots';
import { createOutboxWorker } from '../outbox/worker';
import { appRouter } from '../root';
import { anActor, quietServices, requestOf } from '../testing/acting';
import { createCaller } from '../trpc';
import { channelHandlers, postGivenUp } from './deliver';
import { type Occurrence, postNotices } from './post-notices';

const SECRETS = {
  dingtalkSecret: 'SECa1b2c3d4e5f60718293a4b5c6d7e8f90',
  feishuSecret: 'demo-feishu-secret',
  webhookSecret: `whsec_${Buffer.alloc(24, 3).toString('base64')}`,
};
const callerOf = createCaller(appRouter);
let db: TestDatabase;
let robots: RobotStandIn;
let groupId: string;
let admin: UserActor;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  groupId = await aGroup(db);
  admin = await anActor(db, { role: 'admin' });
  robots = await startRobotStandIn({ port: 0, ...SECRETS, perMinute: 1_000 });
  const worker = createOutboxWorker({
    db,
    handlers: channelHandlers(quietServices(db)),
    onFailed: postGivenUp,
    onError: (error) => {
      throw error;
    },
    pollMs: 20,
    backoffMs: () => 20,
    maxAttempts: 3,
  });
  afterAll(async () => {
    await worker.stop();
    await robots.close();
  });
});

const as = (actor: UserActor) => callerOf(requestOf(db, actor)).noticeChannels;
const ROBOT_OF: Readonly<Record<RobotKind, TakenMessage['robot']>> = {
  'wecom-robot': 'wecom',
  'dingtalk-robot': 'dingtalk',
  'feishu-robot': 'feishu',
  webhook: 'webhook',
};
const SECRET_OF = { 'dingtalk-robot': SECRETS.dingtalkSecret, 'feishu-robot': SECRETS.feishuSecret };
const fields = (values: object = {}) =>
  ({
    name: unique('值班群'),
    groupId,
    events: ['hold', 'overdue'],
    locale: 'zh-CN',
    isActive: true,
    ...values,
  }) as const;
async function aChannel(kind: RobotKind, values: object = {}): Promise<string> {
  const secret = kind in SECRET_OF ? { secret: SECRET_OF[kind as keyof typeof SECRET_OF] } : {};
  const url = robots.urls[ROBOT_OF[kind]];
  return (await as(admin).create({ ...fields(values), kind, url, ...secret } as never)).channelId;
}
/** A group of its own, so that channels of other tests hear nothing. */
async function ownChannel(kind: RobotKind, values: object = {}) {
  const own = await aGroup(db);
  const channelId = await aChannel(kind, { groupId: own, ...values });
  const happens = (occurrences: readonly Partial<Occurrence>[]) =>
    db.tx((tx) =>
      postNotices(
        tx,
        occurrences.map((one) => ({ event: 'hold', groupId: own, orderNo: unique('OM'), ...one })),
      ),
    );
  const posts = async () => (await as(admin).list()).posts.filter((post) => post.channelId === channelId);
  const settles = (expected: readonly object[]) =>
    vi.waitFor(async () => expect(await posts()).toMatchObject(expected), { timeout: 15_000, interval: 50 });
  return { channelId, happens, posts, settles };
}
const auditOf = (action: string, ref: string) =>
  db.query('select actor, detail from audit where action = $1 and ref = $2', [action, ref]);

describe('only an admin', () => {
  const roles: Role[] = ['agent', 'supervisor', 'manager'];
  it.each(roles)('sees and sets up notice channels; a %s is refused', async (role) => {
    const channelId = await aChannel('wecom-robot');
    const channels = as(await anActor(db, { role, groupId }));
    const attempts = [
      () => channels.list(),
      () => channels.create({ ...fields(), events: ['hold'], kind: 'webhook', url: robots.urls.webhook }),
      () => channels.update({ channelId, version: 1, ...fields(), events: ['hold'] }),
      () => channels.remove({ channelId }),
      () => channels.try({ channelId }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a notice channel', () => {
  it('is stored with its address sealed, and gives out no more than the host', async () => {
    const channelId = await aChannel('wecom-robot');
    const stored = await db.query(
      "select c::text || encode(address_sealed, 'escape') as row from notice_channels c where id = $1",
      [channelId],
    );
    const records = await auditOf('noticeChannels.create', channelId);
    expect(records).toMatchObject([{ actor: admin.userId }]);
    expect(JSON.stringify([stored, records, await as(admin).list()])).not.toContain('stand-in-key');
  });

  it('refuses an address that is not of its kind, or that must not be called', async () => {
    const attempt = (url: string) => as(admin).create({ ...fields(), events: ['hold'], kind: 'dingtalk-robot', url });
    for (const url of ['https://example.com/', 'https://10.1.1.1/robot/send?access_token=x', robots.urls.wecom, ''])
      await expect(attempt(url)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('keeps its address when a change leaves it out, and is not overwritten by an older form', async () => {
    const channelId = await aChannel('dingtalk-robot');
    await as(admin).update({ channelId, version: 1, ...fields({ name: '新' }), events: ['overdue'] });
    expect(await as(admin).try({ channelId })).toEqual({ kind: 'ok' });
    await expect(as(admin).update({ channelId, version: 1, ...fields(), events: ['hold'] })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await auditOf('noticeChannels.update', channelId)).toHaveLength(1);
  });

  it('is removed with what was on its way', async () => {
    const { channelId, happens } = await ownChannel('wecom-robot');
    await happens([{}]);
    await as(admin).remove({ channelId });
    expect(await db.query('select 1 from notice_posts where channel_id = $1', [channelId])).toEqual([]);
    expect(await auditOf('noticeChannels.remove', channelId)).toHaveLength(1);
  });
});

describe('the test button', () => {
  it.each(['wecom-robot', 'dingtalk-robot', 'feishu-robot'] as const)(
    'sends a real message through a %s',
    async (kind) => {
      const before = robots.taken().length;
      expect(await as(admin).try({ channelId: await aChannel(kind) })).toEqual({ kind: 'ok' });
      const [sent] = robots.taken().slice(before);
      expect(sent?.robot).toBe(ROBOT_OF[kind]);
      expect(JSON.stringify(sent?.body)).toContain('测试消息');
    },
  );

  it('says that the signature is wrong, and when nobody answers', async () => {
    const channelId = await aChannel('dingtalk-robot');
    await as(admin).update({ channelId, version: 1, ...fields(), events: ['hold'], secret: 'another-secret' });
    expect(await as(admin).try({ channelId })).toMatchObject({ kind: 'refused', problem: 'signature', code: '310000' });
    const webhook = await aChannel('webhook');
    expect(await as(admin).try({ channelId: webhook })).toEqual({ kind: 'unreached', why: 'status' });
    expect(await auditOf('noticeChannels.try', channelId)).toHaveLength(1);
  });
});

describe('what happens', () => {
  it('reaches every channel that listens for it and for its group, and no other', async () => {
    const wecom = await ownChannel('wecom-robot');
    const deaf = await ownChannel('feishu-robot', { events: ['unclaimed'] });
    const off = await ownChannel('feishu-robot', { isActive: false });
    await Promise.all([wecom.happens([{ orderNo: 'OM-HEARD' }]), deaf.happens([{}]), off.happens([{}])]);
    await wecom.settles([{ state: 'sent', attempts: 1, parts: [{ event: 'hold', count: 1, orderNos: ['OM-HEARD'] }] }]);
    expect([await deaf.posts(), await off.posts()]).toEqual([[], []]);
    expect(robots.taken().some(({ body }) => JSON.stringify(body).includes('OM-HEARD'))).toBe(true);
  });

  it('a thousand times at once is one message that counts them', async () => {
    const channel = await ownChannel('wecom-robot');
    await channel.happens(Array.from({ length: 400 }, () => ({ event: 'overdue' as const })));
    await Promise.all(Array.from({ length: 6 }, () => channel.happens(Array.from({ length: 100 }, () => ({})))));
    await channel.settles([{ state: 'sent' }]);
    const [post] = await channel.posts();
    expect(post?.parts.map(({ event, count }) => [event, count])).toEqual([
      ['overdue', 400],
      ['hold', 600],
    ]);
    expect(post?.parts[0]?.orderNos).toHaveLength(5);
  });

  it('after that waits for the time that the robot leaves free', async () => {
    const channel = await ownChannel('wecom-robot');
    await channel.happens([{}]);
    await channel.settles([{ state: 'sent' }]);
    await channel.happens([{}]);
    const due = await db.query<{ ms: number }>(
      `select extract(epoch from p.due_at - lag(p.due_at) over (order by p.id))::float8 * 1000 as ms from notice_posts p
       where channel_id = $1 order by id desc limit 1`,
      [channel.channelId],
    );
    expect(due[0]?.ms).toBeGreaterThanOrEqual(3_000);
  });

  it('is in the language of the channel', async () => {
    const channel = await ownChannel('feishu-robot', { locale: 'en' });
    await channel.happens([{ orderNo: 'OM-EN' }]);
    await channel.settles([{ state: 'sent' }]);
    const sent = robots.taken().find(({ body }) => JSON.stringify(body).includes('OM-EN'));
    expect(JSON.stringify(sent?.body)).toContain('1 order held for review');
  });
});

describe('a robot that does not take a message', () => {
  it('is asked again while it is busy, and what happens meanwhile joins', async () => {
    const channel = await ownChannel('wecom-robot');
    robots.failNext('wecom', { errcode: -1, errmsg: 'system busy' });
    await channel.happens([{}]);
    await channel.settles([{ state: 'sent', attempts: 2, lastError: null }]);
  });

  it('is given up when trying again cannot help, with its own words', async () => {
    const channel = await ownChannel('dingtalk-robot');
    robots.failNext('dingtalk', { errcode: 310000, errmsg: 'keywords not in content' });
    await channel.happens([{}]);
    await channel.settles([{ state: 'failed', attempts: 1, lastError: 'keyword 310000: keywords not in content' }]);
  });

  it('is given up after the last try, with why the call failed', async () => {
    const channel = await ownChannel('webhook');
    await channel.happens([{}]);
    await channel.settles([{ state: 'failed', attempts: 3, lastError: 'call-status' }]);
  });
});

it('a webhook is signed with the secret that was shown once', async () => {
  const own = await aGroup(db);
  const made = await startRobotStandIn({ port: 0, ...SECRETS });
  const { channelId, secret } = await as(admin).create({
    ...fields({ groupId: own }),
    events: ['hold'],
    kind: 'webhook',
    url: made.urls.webhook,
  });
  await made.close();
  expect(secret).toMatch(/^whsec_/);
  const receiver = await startRobotStandIn({ port: 0, ...SECRETS, webhookSecret: secret ?? '' });
  await as(admin).update({
    channelId,
    version: 1,
    ...fields({ groupId: own }),
    events: ['hold'],
    url: receiver.urls.webhook,
  });
  expect(await as(admin).try({ channelId })).toEqual({ kind: 'ok' });
  expect(receiver.taken()).toMatchObject([{ body: { type: 'notice.posted', data: { isTest: true } } }]);
  await receiver.close();
});
