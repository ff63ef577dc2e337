import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { Role, UserActor } from '../context';
import { LONGEST_GRANT_MS, RIGHT_IDS, RIGHTS, type RightId } from '../grant-table';
import { setRole } from '../people/set-role';
import { appRouter } from '../root';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, contextOf, requestOf } from '../testing/acting';
import { aGroupsOwn, type GroupsOwn } from '../testing/every-call';
import { createCaller } from '../trpc';
import { activeGrants } from './active-grants';
import { expireGrants } from './expire';

const callerOf = createCaller(appRouter);
let db: TestDatabase;
let north: GroupsOwn;
let south: GroupsOwn;
let manager: UserActor;
let admin: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  north = await aGroupsOwn(db);
  south = await aGroupsOwn(db);
  manager = await anActor(db, { role: 'manager' });
  admin = await anActor(db, { role: 'admin' });
});

const as = (actor: UserActor) => callerOf(requestOf(db, actor));
const someone = (role: Role) => anActor(db, { role, groupId: north.groupId });
/** The actor as the next request or socket check would find them. */
const now = async (actor: UserActor): Promise<UserActor> => ({
  ...actor,
  grants: (await activeGrants(db, [actor.userId])).get(actor.userId) ?? [],
});
async function lend(holder: UserActor, right: RightId, values: { by?: UserActor; hours?: number } = {}) {
  const expiresAt = (await db.now()) + (values.hours ?? 1) * HOUR_MS;
  const { groupId } = south;
  return as(values.by ?? manager).grants.give({
    ...{ userId: holder.userId, right, groupId, startsAt: null, expiresAt },
    reason: '北方组今晚缺人',
  });
}
/** Moves a grant into the past, as if its hours had gone by. */
const runOut = (grantId: string) =>
  db.query(
    `update grants set starts_at = starts_at - interval '2 days', expires_at = now() - interval '1 ms' where id = $1::bigint`,
    [grantId],
  );
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: { code: string }) => error.code,
  );
const auditOf = (action: string, grantId: string) =>
  db.query<{ actor: string; detail: Record<string, unknown> }>(
    'select actor, detail from audit where action = $1 and ref = $2',
    [action, grantId],
  );
const noticesOf = async ({ userId }: UserActor, grantId: string) => {
  const rows = await db.query<{ kind: string }>(
    `select kind from notices where user_id = $1 and detail->>'grantId' = $2 order by id`,
    [userId, grantId],
  );
  return rows.map(({ kind }) => kind);
};

describe('the table of rights that can be lent', () => {
  it('offers every right, to somebody who does not have it by role alone', () => {
    expect(Object.keys(RIGHTS).sort()).toEqual([...RIGHT_IDS].sort());
    for (const right of RIGHT_IDS) expect(RIGHTS[right].holders).not.toContain('admin');
  });
});

describe('who lends what', () => {
  it.each(['agent', 'supervisor'] as const)('a %s lends nothing and takes nothing back', async (role) => {
    const giver = await someone(role);
    const holder = await someone('agent');
    const { grantId } = await lend(holder, 'watch-group');
    expect(await code(lend(holder, 'work-group', { by: giver }))).toBe('FORBIDDEN');
    expect(await code(as(giver).grants.revoke({ grantId }))).toBe('FORBIDDEN');
    expect(await code(as(giver).grants.list())).toBe('FORBIDDEN');
  });

  it('a manager lends for a shift, an admin for a month, and neither longer', async () => {
    for (const by of [manager, admin]) {
      const longestHours = LONGEST_GRANT_MS[by.role] / HOUR_MS;
      expect(await code(lend(await someone('agent'), 'watch-group', { by, hours: longestHours - 0.1 }))).toBe('ok');
      expect(await code(lend(await someone('agent'), 'watch-group', { by, hours: longestHours + 0.1 }))).toBe(
        'BAD_REQUEST',
      );
    }
  });

  it('nobody lends to themselves, to an admin or manager, to nobody, or into a group that is not there', async () => {
    const expiresAt = (await db.now()) + HOUR_MS;
    const rest = { right: 'watch-group', startsAt: null, expiresAt, reason: '为了测试' } as const;
    const { give } = as(admin).grants;
    const { groupId } = south;
    const agent = await someone('agent');
    expect(await code(give({ ...rest, groupId, userId: admin.userId }))).toBe('FORBIDDEN');
    expect(await code(give({ ...rest, groupId, userId: manager.userId }))).toBe('BAD_REQUEST');
    expect(await code(give({ ...rest, groupId, userId: 'nobody' }))).toBe('NOT_FOUND');
    expect(await code(give({ ...rest, groupId: 'nowhere', userId: agent.userId }))).toBe('BAD_REQUEST');
    expect(await code(give({ ...rest, groupId, userId: agent.userId, reason: ' ab ' }))).toBe('BAD_REQUEST');
    expect(await code(give({ ...rest, groupId, userId: agent.userId, expiresAt: 5 }))).toBe('BAD_REQUEST');
  });

  it('what a person may do by role, or holds already, is not lent again', async () => {
    const lead = await someone('supervisor');
    const own = { userId: lead.userId, right: 'lead-group', groupId: north.groupId, reason: '自己的分组' } as const;
    const expiresAt = (await db.now()) + HOUR_MS;
    expect(await code(as(manager).grants.give({ ...own, startsAt: null, expiresAt }))).toBe('BAD_REQUEST');
    await lend(lead, 'lead-group');
    expect(await code(lend(lead, 'lead-group'))).toBe('CONFLICT');
  });
});

describe('a grant', () => {
  it('opens the other group to its holder, is on record with its reason kept apart, and both are told', async () => {
    const lead = await someone('supervisor');
    expect(await code(as(lead).orders.get({ orderId: south.orderId }))).toBe('NOT_FOUND');
    const { grantId } = await lend(lead, 'watch-group');
    const holder = as(await now(lead));
    expect(await code(holder.orders.get({ orderId: south.orderId }))).toBe('ok');
    expect(await code(holder.tasks.open({ taskId: south.taskId }))).toBe('ok');
    expect(await code(holder.interactions.recent({ customerId: south.customerId }))).toBe('ok');
    const { rows } = await holder.orders.list({ filter: {} });
    expect(rows.map((row) => row.orderId).sort()).toEqual([north.orderId, south.orderId].sort());
    const queue = await holder.tasks.queue({ view: 'all' });
    expect(new Set(queue.rows.map((row) => row.groupId))).toEqual(new Set([north.groupId, south.groupId]));
    const board = await holder.board.summary();
    expect(new Set(board.unclaimed.map((card) => card.groupId))).toEqual(new Set([north.groupId, south.groupId]));
    expect(await auditOf('grants.give', grantId)).toMatchObject([
      { actor: manager.userId, detail: { userId: lead.userId, right: 'watch-group', groupId: south.groupId } },
    ]);
    expect(JSON.stringify(await auditOf('grants.give', grantId))).not.toContain('缺人');
    expect(await noticesOf(lead, grantId)).toEqual(['grant-given']);
  });

  it('to watch lets nothing be changed: what is seen is forbidden, not hidden', async () => {
    const lead = await someone('supervisor');
    await lend(lead, 'watch-group');
    const holder = as(await now(lead));
    expect(await code(holder.tasks.claim({ taskId: south.taskId }))).toBe('FORBIDDEN');
    expect(await code(holder.tasks.takeOver({ taskId: south.taskId, version: 1 }))).toBe('FORBIDDEN');
  });

  it('that begins later gives nothing before its time', async () => {
    const agent = await someone('agent');
    const startsAt = (await db.now()) + HOUR_MS;
    await as(manager).grants.give({
      ...{ userId: agent.userId, right: 'watch-group', groupId: south.groupId, reason: '今晚看守' },
      ...{ startsAt, expiresAt: startsAt + HOUR_MS },
    });
    expect((await now(agent)).grants).toEqual([]);
    await db.query(`update grants set starts_at = now() where user_id = $1`, [agent.userId]);
    expect((await now(agent)).grants).toHaveLength(1);
  });

  it('whose time is over gives nothing from that moment on, also before the job has marked it', async () => {
    const agent = await someone('agent');
    const { grantId } = await lend(agent, 'work-group');
    const holder = await now(agent);
    expect(await code(as(holder).tasks.open({ taskId: south.taskId }))).toBe('ok');
    await runOut(grantId);
    expect(await code(as(await now(agent)).tasks.claim({ taskId: south.taskId }))).toBe('NOT_FOUND');
  });
});

describe('the end of a grant', () => {
  it.each(['expire', 'revoke'] as const)('(%s) gives cards back, tells both, and is on record', async (how) => {
    await expireGrants(db);
    const agent = await someone('agent');
    const { grantId } = await lend(agent, 'work-group');
    await db.query(`update tasks set seat_id = null where id = $1::bigint`, [south.taskId]);
    await as(await now(agent)).tasks.claim({ taskId: south.taskId });
    if (how === 'expire') {
      await runOut(grantId);
      expect(await expireGrants(db)).toBe(1);
    } else await as(manager).grants.revoke({ grantId });
    const cards = await db.query('select 1 from tasks where seat_id = $1', [agent.userId]);
    expect(cards).toEqual([]);
    const by = how === 'expire' ? 'system' : manager.userId;
    expect(await auditOf(`grants.${how}`, grantId)).toMatchObject([{ actor: by, detail: { userId: agent.userId } }]);
    expect(await noticesOf(agent, grantId)).toEqual(['grant-given', `grant-${how}d`]);
    expect(await noticesOf(manager, grantId)).toEqual([`grant-${how}d`]);
    const told = await db.query<{ rooms: string[] }>(
      `select rooms from feed where topic = 'grant.changed' and entity_id = $1 order by id desc limit 1`,
      [grantId],
    );
    expect(told[0]?.rooms.sort()).toEqual([`user:${agent.userId}`, `user:${manager.userId}`].sort());
    expect(await code(as(manager).grants.revoke({ grantId }))).toBe('CONFLICT');
    expect(await expireGrants(db)).toBe(0);
  });

  it('comes with a new role or group of its holder, and of its giver', async () => {
    const giver = await anActor(db, { role: 'manager' });
    const held = await someone('agent');
    const given = await someone('agent');
    await lend(held, 'watch-group');
    await lend(given, 'watch-group', { by: giver });
    const ctx = contextOf(db, admin);
    await setRole(ctx, { userId: held.userId, role: 'agent', groupId: await aGroup(db) });
    await setRole(ctx, { userId: giver.userId, role: 'agent', groupId: north.groupId });
    expect((await now(held)).grants).toEqual([]);
    expect((await now(given)).grants).toEqual([]);
  });

  it('is listed with its reason, giver and state', async () => {
    const agent = await someone('agent');
    const { grantId } = await lend(agent, 'watch-group');
    const find = async () => (await as(manager).grants.list()).find((grant) => grant.grantId === grantId);
    expect(await find()).toMatchObject({ state: 'active', reason: '北方组今晚缺人', endedAt: null });
    await runOut(grantId);
    expect(await find()).toMatchObject({ state: 'expired', endedByName: null });
    await expireGrants(db);
    expect(await find()).toMatchObject({ state: 'expired', endedByName: null });
  });
});

it('the person who asks learns what is lent to them, and until when', async () => {
  const agent = await someone('agent');
  const { grantId } = await lend(agent, 'watch-group', { hours: 2 });
  const me = await as(await now(agent)).people.me();
  expect(me.grants).toMatchObject([{ grantId, right: 'watch-group' }]);
  expect((me.grants[0]?.expiresAt ?? 0) - (await db.now())).toBeGreaterThan(119 * MINUTE_MS);
  expect(me.actions).toContain('board.summary');
});
