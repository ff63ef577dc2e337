import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { DEFAULT_TIER_SET } from '@/domain/tiers/default-tiers';
import type { Role, UserActor } from '../context';
import { appRouter } from '../root';
import { ensureDefaults } from '../setup/ensure-defaults';
import { seatsAtWork } from '../tasks/seats-at-work';
import { anActor, requestOf } from '../testing/acting';
import { aConversation, customerWrites } from '../testing/conversation-card';
import { heldCommit, settlesOrWaits } from '../testing/held-commit';
import { createCaller } from '../trpc';

const callerOf = createCaller(appRouter);
let db: TestDatabase;
let north: string;
let admin: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  north = await aGroup(db);
  admin = await anActor(db, { role: 'admin' });
});

const as = (actor: UserActor | null) => callerOf(requestOf(db, actor));
const anAgent = () =>
  as(admin).people.create({ username: unique('p').replace(/-/g, '.'), name: '梅', role: 'agent', groupId: north });
const personOf = async (userId: string) => (await as(admin).people.list()).find((person) => person.userId === userId);
const auditOf = (action: string, ref: string) =>
  db.query<{ actor: string; detail: Record<string, unknown> }>(
    'select actor, detail from audit where action = $1 and ref = $2',
    [action, ref],
  );
const told = (userId: string) =>
  db.query<{ rooms: string[] }>(`select rooms from feed where topic = 'people.changed' and entity_id = $1`, [userId]);
async function aCardOn(userId: string): Promise<string> {
  const { taskId } = await aConversation(db, north, ['在吗']);
  await db.query('update tasks set seat_id = $2, seat_since = now() where id = $1::bigint', [taskId, userId]);
  return taskId;
}
/** Changes the tiers in force, so that the first of them asks for a skill. */
const askForSkill = (skill: string) =>
  db.query(`update tier_sets set tiers = jsonb_set(tiers, '{0,skill}', to_jsonb($1::text)) where is_active`, [skill]);
const signIn = (userId: string) =>
  db.query(`insert into sessions (id, token, user_id, expires_at) values ($2, $2, $1, now() + interval '1 h')`, [
    userId,
    unique('session'),
  ]);

it.each<Role>(['agent', 'supervisor', 'manager'])(
  'a %s can neither rename, equip nor deactivate anybody',
  async (role) => {
    const caller = as(await anActor(db, { role, groupId: north }));
    const userId = admin.userId;
    const attempts = [
      () => caller.people.rename({ userId, name: 'x' }),
      () => caller.people.setSeat({ userId, skills: [], capacity: 1 }),
      () => caller.people.deactivate({ userId }),
      () => caller.people.reactivate({ userId }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  },
);

it('nobody is changed who does not exist', async () => {
  const userId = 'nobody';
  const { rename, setSeat, deactivate, reactivate } = as(admin).people;
  const attempts = [
    () => rename({ userId, name: 'x' }),
    () => setSeat({ userId, skills: [], capacity: 1 }),
    () => deactivate({ userId }),
    () => reactivate({ userId }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('people.rename', () => {
  it('changes the shown name, tells the leaders and the person, and keeps no name in the record', async () => {
    const { userId } = await anAgent();
    await as(admin).people.rename({ userId, name: ' 梅雨 ' });
    expect(await personOf(userId)).toMatchObject({ name: '梅雨' });
    expect(await told(userId)).toEqual(Array.from({ length: 2 }, () => ({ rooms: ['board', `user:${userId}`] })));
    expect(await auditOf('people.rename', userId)).toEqual([{ actor: admin.userId, detail: {} }]);
  });

  it('refuses a name of nothing but spaces', async () => {
    const { userId } = await anAgent();
    await expect(as(admin).people.rename({ userId, name: '   ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('people.setSeat', () => {
  it('decides which cards a seat is given and how many, and is recorded', async () => {
    const { userId } = await anAgent();
    await as(admin).people.setSeat({ userId, skills: ['vip', 'risk', 'vip'], capacity: 7 });
    await db.query(`update seats set state = 'accepting', seen_at = now() where user_id = $1`, [userId]);
    const seats = (await seatsAtWork(db, [north])).get(north) ?? [];
    expect(seats.find(({ seatId }) => seatId === userId)).toMatchObject({ skills: ['risk', 'vip'], capacity: 7 });
    expect(await personOf(userId)).toMatchObject({ skills: ['risk', 'vip'], capacity: 7 });
    expect(await auditOf('people.setSeat', userId)).toEqual([
      { actor: admin.userId, detail: { skills: ['risk', 'vip'], capacity: 7 } },
    ]);
  });

  it.each([
    ['no room for a card', { skills: [], capacity: 0 }],
    ['more cards than anybody can hold', { skills: [], capacity: 201 }],
    ['a skill that is a page', { skills: ['<b>'], capacity: 5 }],
    ['an empty skill', { skills: [' '], capacity: 5 }],
  ])('refuses %s', async (_, seat) => {
    const { userId } = await anAgent();
    await expect(as(admin).people.setSeat({ userId, ...seat })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('offers the usual skills, those that seats have and those that tiers ask for, with the tiers', async () => {
    const { userId } = await anAgent();
    await as(admin).people.setSeat({ userId, skills: ['returns'], capacity: 5 });
    await askForSkill('vip');
    const skills = await as(await anActor(db, { role: 'manager' })).people.skills();
    expect(skills.map(({ skill }) => skill)).toEqual(expect.arrayContaining(['risk', 'finance', 'vip', 'returns']));
    expect(skills.find(({ skill }) => skill === 'vip')?.tierNames).toEqual([DEFAULT_TIER_SET.tiers[0]?.name]);
  });
});

describe('people.deactivate', () => {
  it('ends the sign-ins, leaves the seat, gives every card back to the queue, and is recorded once', async () => {
    const { userId } = await anAgent();
    const cards = [await aCardOn(userId), await aCardOn(userId)];
    await signIn(userId);
    await db.query(`update seats set state = 'accepting', seen_at = now() where user_id = $1`, [userId]);
    expect(await as(admin).people.deactivate({ userId })).toEqual({ endedSessions: 1, releasedCards: 2 });
    expect(await as(admin).people.deactivate({ userId })).toEqual({ endedSessions: 0, releasedCards: 0 });
    expect(await personOf(userId)).toMatchObject({
      isActive: false,
      sessionCount: 0,
      inHand: 0,
      seatState: 'offline',
      isPresent: false,
    });
    const waiting = await db.query(
      `select 1 from tasks where id = any($1::bigint[]) and seat_id is null and state = 'open'`,
      [cards],
    );
    expect(waiting).toHaveLength(2);
    const announced = await db.query(
      `select 1 from feed where topic = 'task.changed' and entity_id = any($1) and $2 = any(rooms)
         and patch->>'seatId' is null and version > 1`,
      [cards, `user:${userId}`],
    );
    expect(announced).toHaveLength(2);
    const left = await db.query(
      `select 1 from feed where topic = 'seat.changed' and entity_id = $1 and patch->>'state' = 'offline'`,
      [userId],
    );
    expect(left).toHaveLength(1);
    expect(await auditOf('people.deactivate', userId)).toEqual([
      { actor: admin.userId, detail: { endedSessions: 1, releasedCards: 2 } },
    ]);
  });

  it('gives back a card too that was on its way to the seat at that moment', async () => {
    const groupId = await aGroup(db);
    const userId = await aUser(db, { groupId });
    const held = heldCommit(db);
    const to = { groupId, openKfId: unique('wk'), externalId: unique('wm') };
    const writing = customerWrites(held.db, to, ['在吗']);
    await held.isReached;
    const leaving = as(admin).people.deactivate({ userId });
    await settlesOrWaits(db, leaving);
    held.letGo();
    await writing;
    expect(await leaving).toEqual({ endedSessions: 0, releasedCards: 1 });
    const cards = await db.query('select seat_id, state from tasks where group_id = $1', [groupId]);
    expect(cards).toEqual([{ seat_id: null, state: 'open' }]);
  });

  it('refuses oneself', async () => {
    await anActor(db, { role: 'admin' });
    await expect(as(admin).people.deactivate({ userId: admin.userId })).rejects.toMatchObject({
      cause: { code: 'conflict', detail: { reason: 'self' } },
    });
  });

  it('keeps one admin who can sign in, also when two deactivate each other at the same moment', async () => {
    await db.query(`update users set role = 'manager' where role = 'admin' and id <> $1`, [admin.userId]);
    const other = await anActor(db, { role: 'admin' });
    const results = await Promise.allSettled([
      as(admin).people.deactivate({ userId: other.userId }),
      as(other).people.deactivate({ userId: admin.userId }),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.query(`select 1 from users where role = 'admin' and not banned`)).toHaveLength(1);
    await db.query('update users set banned = false where id = $1', [admin.userId]);
    await db.query('update users set banned = true where id = $1', [other.userId]);
    await expect(
      as(admin).people.setRole({ userId: admin.userId, role: 'manager', groupId: null }),
    ).rejects.toMatchObject({ cause: { detail: { reason: 'last-admin' } } });
  });
});

describe('people.reactivate', () => {
  it('gives access back with role, group and password as they were, the seat offline', async () => {
    const { userId } = await anAgent();
    const hash = () => db.query('select password from accounts where user_id = $1', [userId]);
    const before = await hash();
    await as(admin).people.deactivate({ userId });
    await as(admin).people.reactivate({ userId });
    await as(admin).people.reactivate({ userId });
    expect(await personOf(userId)).toMatchObject({
      isActive: true,
      role: 'agent',
      groupId: north,
      seatState: 'offline',
    });
    expect(await hash()).toEqual(before);
    expect(await auditOf('people.reactivate', userId)).toHaveLength(1);
  });
});
