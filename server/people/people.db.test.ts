import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Role, UserActor } from '../context';
import { appRouter } from '../root';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, requestOf } from '../testing/acting';
import { aConversation } from '../testing/conversation-card';
import { createCaller } from '../trpc';

const callerOf = createCaller(appRouter);
let db: TestDatabase;
let north: string;
let south: string;
let admin: UserActor;
let made = 0;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  north = await aGroup(db);
  south = await aGroup(db);
  admin = await anActor(db, { role: 'admin' });
});

const as = (actor: UserActor | null) => callerOf(requestOf(db, actor));
const aName = () => `person.${++made}`;
const anAgent = () => as(admin).people.create({ username: aName(), name: '梅', role: 'agent', groupId: north });
const auditOf = (action: string, ref: string) =>
  db.query<{ actor: string; detail: Record<string, unknown> }>(
    'select actor, detail from audit where action = $1 and ref = $2',
    [action, ref],
  );
const aSession = async (userId: string) => {
  const id = `session-${aName()}`;
  await db.query(`insert into sessions (id, token, user_id, expires_at) values ($1, $1, $2, now() + interval '1 h')`, [
    id,
    userId,
  ]);
  return id;
};
const endedSessionsOf = async (userId: string) => {
  const rows = await db.query<{ patch: { sessionIds: string[] } }>(
    `select patch from feed where topic = 'session.ended' and entity_id = $1`,
    [userId],
  );
  return rows.flatMap((row) => row.patch.sessionIds);
};

describe('only an admin', () => {
  const roles: Role[] = ['agent', 'supervisor', 'manager'];
  it.each(roles)('adds, changes or signs out people and adds groups; a %s is refused', async (role) => {
    const caller = as(await anActor(db, { role, groupId: north }));
    const userId = admin.userId;
    const attempts = [
      () => caller.people.create({ username: aName(), name: 'x', role: 'admin', groupId: null }),
      () => caller.people.setRole({ userId, role: 'agent', groupId: north }),
      () => caller.people.setPassword({ userId }),
      () => caller.people.revokeSessions({ userId }),
      () => caller.groups.create({ name: aName(), region: null }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is asked to sign in when nobody is', async () => {
    await expect(as(null).people.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });
});

describe('people.create', () => {
  it('makes a person with a seat, a generated password and an audit row without the password', async () => {
    const { userId, password } = await anAgent();
    expect(password).toMatch(/^[\w-]{16}$/);
    expect(await db.query('select state from seats where user_id = $1', [userId])).toEqual([{ state: 'offline' }]);
    const rows = await auditOf('people.create', userId);
    expect(rows).toMatchObject([{ actor: admin.userId, detail: { role: 'agent', groupId: north } }]);
    expect(JSON.stringify(rows)).not.toContain(password);
  });

  it('refuses a name that is taken, in any case of letters, and leaves nothing behind', async () => {
    const username = aName();
    await as(admin).people.create({ username, name: 'a', role: 'manager', groupId: null });
    const before = await db.query('select id from accounts');
    await expect(
      as(admin).people.create({ username: username.toUpperCase(), name: 'b', role: 'manager', groupId: null }),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await db.query('select id from accounts')).toHaveLength(before.length);
  });

  it('refuses an agent without a group, a group that does not exist, and a field it does not know', async () => {
    const { create } = as(admin).people;
    await expect(create({ username: aName(), name: 'x', role: 'agent', groupId: null })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(create({ username: aName(), name: 'x', role: 'agent', groupId: 'none' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    const odd = { username: aName(), name: 'x', role: 'admin', groupId: null, banned: false } as const;
    await expect(create(odd)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('people.setRole', () => {
  it('ends every sign-in of the person, tells the nodes, and records both roles', async () => {
    const { userId } = await anAgent();
    const sessions = [await aSession(userId), await aSession(userId)];
    expect(await as(admin).people.setRole({ userId, role: 'supervisor', groupId: south })).toEqual({
      endedSessions: 2,
    });
    expect((await endedSessionsOf(userId)).sort()).toEqual(sessions.sort());
    expect(await auditOf('people.setRole', userId)).toMatchObject([
      { detail: { from: 'agent', to: 'supervisor', fromGroup: north, toGroup: south } },
    ]);
  });

  it.each([
    ['agent', 'south', 2],
    ['agent', 'north', 0],
    ['manager', null, 0],
    ['admin', null, 2],
  ] as const)('to %s in %s gives back the cards that the person could no longer see', async (role, group, released) => {
    const { userId } = await anAgent();
    const cards: string[] = [];
    for (const text of ['在吗', '你好']) cards.push((await aConversation(db, north, [text])).taskId);
    await db.query('update tasks set seat_id = $2, seat_since = now() where id = any($1::bigint[])', [cards, userId]);
    const groupId = group === null ? null : { north, south }[group];
    await as(admin).people.setRole({ userId, role, groupId });
    const left = await db.query('select 1 from tasks where seat_id = $1', [userId]);
    expect(left).toHaveLength(2 - released);
    const told = await db.query(
      `select 1 from feed where topic = 'task.changed' and entity_id = any($1) and $2 = any(rooms)
         and patch->>'seatId' is null and version > 1`,
      [cards, `user:${userId}`],
    );
    expect(told).toHaveLength(released);
    await db.query(`update users set role = 'agent' where id = $1`, [userId]);
  });

  it('keeps one admin, also when two admins demote each other at the same moment', async () => {
    const other = await anActor(db, { role: 'admin' });
    const results = await Promise.allSettled([
      as(admin).people.setRole({ userId: other.userId, role: 'manager', groupId: null }),
      as(other).people.setRole({ userId: admin.userId, role: 'manager', groupId: null }),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.query(`select id from users where role = 'admin'`)).toHaveLength(1);
    await db.query(`update users set role = 'admin' where id = $1`, [admin.userId]);
  });
});

describe('people.setPassword and people.revokeSessions', () => {
  it('end the sign-ins and are recorded', async () => {
    const { userId } = await anAgent();
    const [before] = await db.query<{ password: string }>('select password from accounts where user_id = $1', [userId]);
    const first = await aSession(userId);
    const { password } = await as(admin).people.setPassword({ userId });
    const [after] = await db.query<{ password: string }>('select password from accounts where user_id = $1', [userId]);
    expect(password).toHaveLength(16);
    expect(after?.password).not.toBe(before?.password);
    const second = await aSession(userId);
    expect(await as(admin).people.revokeSessions({ userId })).toEqual({ endedSessions: 1 });
    expect(await endedSessionsOf(userId)).toEqual([first, second]);
    expect(await auditOf('people.setPassword', userId)).toHaveLength(1);
    expect(await auditOf('people.revokeSessions', userId)).toMatchObject([{ detail: { count: 1 } }]);
  });

  it('do not find somebody who does not exist', async () => {
    const userId = 'nobody';
    await expect(as(admin).people.setPassword({ userId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(as(admin).people.revokeSessions({ userId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(as(admin).people.setRole({ userId, role: 'admin', groupId: null })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('what people see', () => {
  it('is the own group for a supervisor and everybody for a manager', async () => {
    const { userId } = await anAgent();
    const ids = async (actor: UserActor) => (await as(actor).people.list()).map((person) => person.userId);
    expect(await ids(await anActor(db, { role: 'supervisor', groupId: north }))).toContain(userId);
    expect(await ids(await anActor(db, { role: 'supervisor', groupId: south }))).not.toContain(userId);
    expect(await ids(await anActor(db, { role: 'manager' }))).toContain(userId);
  });

  it('of themselves is their preferences and what they may do; they change only the preferences they name', async () => {
    const agent = await anActor(db, { role: 'agent', groupId: north });
    await as(agent).people.setPreferences({ theme: 'dark' });
    const me = await as(agent).people.me();
    expect(me).toMatchObject({ userId: agent.userId, locale: 'zh-CN', theme: 'dark', groupId: north });
    expect(me.actions).toContain('tasks.claim');
    expect(me.actions).not.toContain('people.create');
    expect(await auditOf('people.setPreferences', agent.userId)).toMatchObject([{ detail: { theme: 'dark' } }]);
  });
});

describe('groups', () => {
  it('have names of their own, also when two are made at the same moment', async () => {
    const name = aName();
    const { create, list } = as(admin).groups;
    const results = await Promise.allSettled([create({ name, region: '华北' }), create({ name, region: null })]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const found = (await list()).filter((group) => group.name === name);
    expect(found).toHaveLength(1);
    expect(await auditOf('groups.create', found[0]?.groupId ?? '')).toHaveLength(1);
  });
});
