import { beforeAll, expect, it } from 'vitest';
import { aGroup, aShop, aUser } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import type { UserActor } from '../context';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { appRouter } from '../root';
import { createRuleSetCache } from '../rules/active';
import { anActor, quietServices, requestOf } from '../testing/acting';
import { createCaller } from '../trpc';
import { ensureDefaults } from './ensure-defaults';

let db: TestDatabase;
let admin: UserActor;
beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  admin = await anActor(db, { role: 'admin' });
});
const as = (actor: UserActor) => createCaller(appRouter)(requestOf(db, actor)).setup;
const progress = () => as(admin).progress();

it('goes from nothing to complete as groups, people, shops and the first order come', async () => {
  expect(await progress()).toEqual({
    groups: 0,
    people: 0,
    shops: 0,
    shopsWithoutSecret: 0,
    shopsWithOrders: 0,
    seatsAtWork: 0,
    wecomAccounts: 0,
    noticeChannels: 0,
    links: 0,
    groupsWithoutPeople: [],
    isComplete: false,
  });
  const groupId = await aGroup(db, { name: '客服一组' });
  const { shopId } = await aShop(db, { groupId, platform: 'generic' });
  expect(await progress()).toMatchObject({
    groups: 1,
    shops: 1,
    shopsWithoutSecret: 1,
    groupsWithoutPeople: ['客服一组'],
    isComplete: false,
  });
  const agent = await aUser(db, { groupId, seatState: 'paused' });
  expect(await progress()).toMatchObject({ people: 1, seatsAtWork: 0, groupsWithoutPeople: [], isComplete: false });
  const { keyring } = quietServices(db);
  await storeMessages({ db, keyring }, shopId, [{ key: 'first', body: genericOrder({ at: await db.now() }).body }]);
  await runBatch({ db, keyring }, createRuleSetCache());
  await db.query(`update seats set state = 'accepting', seen_at = now() where user_id = $1`, [agent]);
  expect(await progress()).toMatchObject({ shopsWithOrders: 1, seatsAtWork: 1, isComplete: true });
});

it('counts nobody who was deactivated, and no shop that was closed', async () => {
  const before = await progress();
  const groupId = await aGroup(db);
  const gone = await aUser(db, { groupId });
  await db.query('update users set banned = true where id = $1', [gone]);
  const { shopId } = await aShop(db, { groupId });
  await db.query('update shops set is_active = false where id = $1', [shopId]);
  expect(await progress()).toEqual({ ...before, groups: before.groups + 1 });
});

it.each(['agent', 'supervisor'] as const)('is none of the business of a %s', async (role) => {
  await expect(as(await anActor(db, { role, groupId: await aGroup(db) })).progress()).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});
