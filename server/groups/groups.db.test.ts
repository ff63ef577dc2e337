import { beforeAll, describe, expect, it } from 'vitest';
import { aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Role, UserActor } from '../context';
import { appRouter } from '../root';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, requestOf } from '../testing/acting';
import { aConversation } from '../testing/conversation-card';
import { createCaller } from '../trpc';

const callerOf = createCaller(appRouter);
let db: TestDatabase;
let admin: UserActor;

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  admin = await anActor(db, { role: 'admin' });
});

const as = (actor: UserActor) => callerOf(requestOf(db, actor));
const aNewGroup = () => as(admin).groups.create({ name: unique('组'), region: '华东' });
const groupOf = async (groupId: string) =>
  (await as(admin).groups.overview()).find((group) => group.groupId === groupId);
const auditOf = (action: string, ref: string) =>
  db.query('select actor, detail from audit where action = $1 and ref = $2', [action, ref]);
const told = (groupId: string) =>
  db.query(`select rooms from feed where topic = 'groups.changed' and entity_id = $1`, [groupId]);

it.each<Role>(['agent', 'supervisor', 'manager'])('a %s neither changes nor removes groups', async (role) => {
  const { groupId } = await aNewGroup();
  const caller = as(await anActor(db, { role, groupId }));
  const attempts = [
    () => caller.groups.update({ groupId, name: 'x', region: null }),
    () => caller.groups.remove({ groupId }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

describe('groups.update', () => {
  it('gives another name and region, tells the leaders, and is recorded', async () => {
    const { groupId } = await aNewGroup();
    const name = unique('店');
    await as(admin).groups.update({ groupId, name, region: null });
    expect(await groupOf(groupId)).toMatchObject({ name, region: null });
    expect(await told(groupId)).toEqual([{ rooms: ['board'] }, { rooms: ['board'] }]);
    expect(await auditOf('groups.update', groupId)).toEqual([{ actor: admin.userId, detail: { name, region: null } }]);
  });

  it('refuses the name of another group, keeps its own, and finds no group that is not there', async () => {
    const { groupId } = await aNewGroup();
    const taken = await groupOf((await aNewGroup()).groupId);
    const { update } = as(admin).groups;
    await expect(update({ groupId, name: taken?.name ?? '', region: null })).rejects.toMatchObject({
      cause: { code: 'conflict', detail: { field: 'name' } },
    });
    const own = await groupOf(groupId);
    await update({ groupId, name: own?.name ?? '', region: '华南' });
    await expect(update({ groupId: 'none', name: unique('x'), region: null })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('groups.overview', () => {
  it('counts people, seats, seats at work, shops and open cards of each group', async () => {
    const { groupId } = await aNewGroup();
    await aUser(db, { groupId });
    await aUser(db, { groupId, seatState: 'paused' });
    const gone = await aUser(db, { groupId });
    await db.query('update users set banned = true where id = $1', [gone]);
    await aShop(db, { groupId });
    await aConversation(db, groupId, ['在吗']);
    expect(await groupOf(groupId)).toMatchObject({ people: 3, seats: 2, seatsAtWork: 1, shops: 1, openCards: 1 });
  });
});

describe('groups.remove', () => {
  it('removes an empty group, tells the leaders, and is recorded with its name', async () => {
    const { groupId } = await aNewGroup();
    const name = (await groupOf(groupId))?.name;
    await as(admin).groups.remove({ groupId });
    expect(await groupOf(groupId)).toBeUndefined();
    expect(await told(groupId)).toHaveLength(2);
    expect(await auditOf('groups.remove', groupId)).toEqual([{ actor: admin.userId, detail: { name } }]);
    await expect(as(admin).groups.remove({ groupId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    ['a person', (groupId: string) => aUser(db, { groupId }), { people: 1 }],
    ['a shop', (groupId: string) => aShop(db, { groupId }), { shops: 1 }],
    ['an open card', (groupId: string) => aConversation(db, groupId, ['在吗']), { openCards: 1 }],
  ])('keeps a group with %s and says how many', async (_, add, detail) => {
    const { groupId } = await aNewGroup();
    await add(groupId);
    await expect(as(admin).groups.remove({ groupId })).rejects.toMatchObject({
      cause: { code: 'conflict', detail: { reason: 'in-use', ...detail } },
    });
    expect(await groupOf(groupId)).toBeDefined();
  });

  it('keeps a group with closed cards, or one that a tier names', async () => {
    const past = await aNewGroup();
    const { taskId } = await aConversation(db, past.groupId, ['在吗']);
    await db.query(`update tasks set state = 'closed', closed_at = now() where id = $1::bigint`, [taskId]);
    await expect(as(admin).groups.remove(past)).rejects.toMatchObject({
      cause: { detail: { history: 1, openCards: 0 } },
    });
    const owner = await aNewGroup();
    await db.query(
      `update tier_sets set tiers = jsonb_set(tiers, '{0,ownerGroupId}', to_jsonb($1::text)) where is_active`,
      [owner.groupId],
    );
    await expect(as(admin).groups.remove(owner)).rejects.toMatchObject({ cause: { detail: { reason: 'in-use' } } });
    await db.query(`update tier_sets set tiers = jsonb_set(tiers, '{0,ownerGroupId}', 'null') where is_active`);
  });

  it('does not lose a person who is added to it at the same moment', async () => {
    const { groupId } = await aNewGroup();
    const username = unique('p').replace(/-/g, '.');
    const results = await Promise.allSettled([
      as(admin).groups.remove({ groupId }),
      as(admin).people.create({ username, name: '梅', role: 'agent', groupId }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const refused = results.find((result) => result.status === 'rejected');
    expect(['CONFLICT', 'BAD_REQUEST']).toContain((refused as PromiseRejectedResult).reason.code);
  });
});
