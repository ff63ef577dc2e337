import { beforeAll, expect, it } from 'vitest';
import { aGroup, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor } from '../testing/acting';
import { aConversation } from '../testing/conversation-card';
import { attend, loseAttendance, renewAttendances, sweepAttendances } from './attendances';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
});

/** A page that is at a card, last heard of that many seconds ago. */
async function aPage(ageS: number) {
  const groupId = await aGroup(db);
  const { taskId } = await aConversation(db, groupId, ['在吗']);
  const { userId } = await anActor(db, { groupId });
  const page = { userId, pageId: unique('page-of-test') };
  await attend(db, { ...page, taskId, groupId, isTyping: false });
  await db.query(`update attendances set seen_at = now() - $2 * interval '1 s' where page_id = $1`, [
    page.pageId,
    ageS,
  ]);
  return page;
}
const isThere = async ({ pageId }: { pageId: string }) =>
  (await db.query('select 1 from attendances where page_id = $1', [pageId])).length > 0;
const left = (pageId: string) =>
  db.query(`select 1 from feed where topic = 'card.attended' and entity_id = $1 and patch->>'taskId' is null`, [
    pageId,
  ]);

it('a page that was not heard of for 30 s has left, and that is announced once; a renewed one stays', async () => {
  const [gone, kept] = [await aPage(31), await aPage(29)];
  await renewAttendances(db, [kept]);
  expect(await sweepAttendances(db)).toBe(1);
  expect(await sweepAttendances(db)).toBe(0);
  expect([await isThere(gone), await isThere(kept)]).toEqual([false, true]);
  expect([(await left(gone.pageId)).length, (await left(kept.pageId)).length]).toEqual([1, 0]);
});

it('a page that lost its connection has five seconds to come back', async () => {
  const page = await aPage(0);
  await loseAttendance(db, page);
  expect(await sweepAttendances(db)).toBe(0);
  await db.query(`update attendances set seen_at = seen_at - interval '5 s' where page_id = $1`, [page.pageId]);
  expect(await sweepAttendances(db)).toBe(1);
});

it('nobody keeps or ends the pages of others', async () => {
  const [stale, fresh] = [await aPage(31), await aPage(0)];
  const { userId } = await anActor(db, { groupId: await aGroup(db) });
  await renewAttendances(db, [{ ...stale, userId }]);
  await loseAttendance(db, { ...fresh, userId });
  await db.query(`update attendances set seen_at = seen_at - interval '6 s' where page_id = $1`, [fresh.pageId]);
  expect(await sweepAttendances(db)).toBe(1);
  expect([await isThere(stale), await isThere(fresh)]).toEqual([false, true]);
});
