import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type PooledDatabase } from '@/db/client';
import { aGroup, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { saveDraft } from '@/server/replies/save-draft';
import { sendReply } from '@/server/replies/send';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { actingAs, contextOf } from '@/server/testing/acting';
import { aConversation, customerWrites } from '@/server/testing/conversation-card';
import { assignTask } from './assign';
import { claimTask } from './claim';
import { disposeTask } from './dispose';
import { lockCard } from './lock';
import { openTask } from './open';
import { takeNextTask } from './take-next';
import { takeOverTask } from './take-over';
import { unlockCard } from './unlock';

const SEATS = 50;
let db: TestDatabase;
let many: PooledDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  many = openDatabase({ url: db.url, max: SEATS });
});
afterAll(() => many.close());

/** A card of a group nobody works in, and people of that group. */
async function aCase(...names: string[]) {
  const groupId = await aGroup(db);
  const card = await aConversation(db, groupId, ['在吗']);
  const people = await Promise.all(
    names.map(async (name) => {
      const ctx = await actingAs(db, { groupId, role: name === '何' ? 'supervisor' : 'agent' });
      await db.query('update users set name = $2 where id = $1', [ctx.actor.userId, name]);
      return contextOf(db, { ...ctx.actor, name });
    }),
  );
  const [lin, zhou, he] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
  return { ...card, groupId, lin, zhou, he };
}
const versionOf = async (taskId: string) =>
  (await db.query<{ v: number }>('select version::int as v from tasks where id = $1', [taskId]))[0]?.v ?? 0;
const disposal = (taskId: string, version: number) =>
  ({ taskId, version, disposition: 'false-alarm', cause: null, causeNote: '' }) as const;
const reply = (taskId: string, version?: number) => ({
  taskId,
  clientKey: unique('client-key'),
  body: '您好',
  templateId: null,
  dispose: null,
  version,
});
const announced = (taskId: string) =>
  db.query<{ userId: string; lockedSince: number | null }>(
    `select patch->>'userId' as "userId", patch->'lockedSince' as "lockedSince" from feed
     where topic = 'card.attended' and patch->>'taskId' = $1 order by id`,
    [taskId],
  );
const notices = (userId: string) =>
  db.query<{ kind: string; by: string }>(
    `select kind, detail->>'by' as by from notices where user_id = $1 order by id`,
    [userId],
  );
const audits = async (action: string, ref: string) =>
  (await db.query('select 1 from audit where action = $1 and ref = $2', [action, ref])).length;

describe('a card that somebody edits', () => {
  it('is theirs alone: the second is told by whom and since when, the group hears of it, and it is on record', async () => {
    const { taskId, lin, zhou } = await aCase('林', '周');
    await lockCard(lin, { taskId, pageId: unique('page-of-lin') });
    const refused = await lockCard(zhou, { taskId, pageId: unique('page-of-zhou') }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'conflict', detail: { reason: 'locked', by: '林' } });
    expect(await announced(taskId)).toEqual([{ userId: lin.actor.userId, lockedSince: expect.anything() }]);
    expect(await audits('tasks.lock', taskId)).toBe(1);
  });

  it('is neither claimed, answered, disposed of nor pulled by anybody else; drafts are kept all the same', async () => {
    const { taskId, lin, zhou } = await aCase('林', '周');
    await lockCard(lin, { taskId, pageId: unique('page-of-lin') });
    const locked = { code: 'conflict', detail: { reason: 'locked', by: '林' } };
    await expect(claimTask(zhou, { taskId })).rejects.toMatchObject(locked);
    await expect(sendReply(zhou, reply(taskId))).rejects.toMatchObject(locked);
    expect(await takeNextTask(zhou)).toBeNull();
    await db.query('update tasks set seat_id = $2 where id = $1', [taskId, zhou.actor.userId]);
    await expect(disposeTask(zhou, disposal(taskId, await versionOf(taskId)))).rejects.toMatchObject(locked);
    await saveDraft(zhou, { taskId, body: '写到一半', templateId: null, version: 0 });
    expect((await openTask(zhou, { taskId })).draft).toMatchObject({ body: '写到一半' });
  });

  it('is free again when it is released, and 30 s after the page of whoever edited it is gone', async () => {
    const { taskId, lin, zhou } = await aCase('林', '周');
    const [ofLin, ofZhou] = [unique('page-of-lin'), unique('page-of-zhou')];
    await lockCard(lin, { taskId, pageId: ofLin });
    await unlockCard(zhou, { taskId, pageId: ofZhou });
    await expect(lockCard(zhou, { taskId, pageId: ofZhou })).rejects.toMatchObject({ code: 'conflict' });
    await unlockCard(lin, { taskId, pageId: ofLin });
    await lockCard(zhou, { taskId, pageId: ofZhou });
    await db.query(`update attendances set seen_at = now() - interval '31 s' where page_id = $1`, [ofZhou]);
    await lockCard(lin, { taskId, pageId: ofLin });
    expect(await audits('tasks.unlock', taskId)).toBe(1);
  });

  it("follows its person to another page of theirs, but not into somebody else's page", async () => {
    const { taskId, lin, zhou } = await aCase('林', '周');
    const first = unique('page-of-lin');
    await lockCard(lin, { taskId, pageId: first });
    await lockCard(lin, { taskId, pageId: unique('other-page') });
    const held = await db.query(`select page_id from attendances where task_id = $1 and locked_since is not null`, [
      taskId,
    ]);
    expect(held).toEqual([{ page_id: expect.stringContaining('other-page') }]);
    const { taskId: other } = await aConversation(db, zhou.actor.groupId ?? '', ['你好']);
    await lockCard(zhou, { taskId: other, pageId: first });
    const ofFirst = await db.query('select user_id from attendances where page_id = $1', [first]);
    expect(ofFirst).toEqual([{ user_id: lin.actor.userId }]);
  });

  it('of another group is not found', async () => {
    const { taskId } = await aCase('林');
    const stranger = await actingAs(db, { groupId: await aGroup(db) });
    const input = { taskId, pageId: unique('page-of-stranger') };
    await expect(lockCard(stranger, input)).rejects.toMatchObject({ code: 'not-found' });
    await expect(unlockCard(stranger, input)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a take-over', () => {
  it('takes card and lock, tells whoever had them, and leaves them their draft', async () => {
    const { taskId, lin, he } = await aCase('林', '周', '何');
    const pageId = unique('page-of-he');
    await claimTask(lin, { taskId });
    await lockCard(lin, { taskId, pageId: unique('page-of-lin') });
    await saveDraft(lin, { taskId, body: '马上为您查询', templateId: null, version: 0 });
    await takeOverTask(he, { taskId, version: await versionOf(taskId), pageId });
    expect(await notices(lin.actor.userId)).toEqual([{ kind: 'card-taken', by: '何' }]);
    const told = await db.query(`select 1 from feed where topic = 'notice.posted' and $1 = any(rooms)`, [
      `user:${lin.actor.userId}`,
    ]);
    expect(told).toHaveLength(1);
    expect((await announced(taskId)).at(-1)).toMatchObject({ userId: he.actor.userId });
    expect((await openTask(lin, { taskId })).draft).toMatchObject({ body: '马上为您查询' });
    await expect(lockCard(lin, { taskId, pageId: unique('again') })).rejects.toMatchObject({ detail: { by: '何' } });
    expect(await audits('tasks.takeOver', taskId)).toBe(1);
  });

  it('takes a card out of the hands of whoever edits it on nobody’s seat', async () => {
    const { taskId, lin, zhou } = await aCase('林', '周');
    await lockCard(lin, { taskId, pageId: unique('page-of-lin') });
    await takeOverTask(zhou, { taskId, version: await versionOf(taskId) });
    expect(await notices(lin.actor.userId)).toEqual([{ kind: 'card-taken', by: '周' }]);
    await claimTask(zhou, { taskId });
  });

  it('of a card that is one’s own changes nothing', async () => {
    const { taskId, lin } = await aCase('林');
    await claimTask(lin, { taskId });
    const version = await versionOf(taskId);
    await takeOverTask(lin, { taskId, version });
    expect([await versionOf(taskId), await audits('tasks.takeOver', taskId)]).toEqual([version, 0]);
  });
});

describe('a card that is assigned', () => {
  it('is told to the seat that gets it and to the seat that loses it, and to nobody who did it', async () => {
    const { taskId, lin, zhou, he } = await aCase('林', '周', '何');
    await claimTask(lin, { taskId });
    const version = await versionOf(taskId);
    await assignTask(he, { taskId, seatId: zhou.actor.userId, version });
    expect(await notices(lin.actor.userId)).toEqual([{ kind: 'card-taken', by: '何' }]);
    expect(await notices(zhou.actor.userId)).toEqual([{ kind: 'card-given', by: '何' }]);
    expect(await notices(he.actor.userId)).toEqual([]);
  });
});

describe('a stale write is refused', () => {
  it('with who moved the card, what they did and when', async () => {
    const { taskId, lin, zhou, he } = await aCase('林', '周', '何');
    await claimTask(lin, { taskId });
    const seen = await versionOf(taskId);
    const before = await db.now();
    await assignTask(he, { taskId, seatId: zhou.actor.userId, version: seen });
    const refused = await disposeTask(he, disposal(taskId, seen)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'conflict', detail: { reason: 'version', by: '何', what: 'seat' } });
    const { at } = (refused as { detail: { at: number } }).detail;
    expect(at).toBeGreaterThanOrEqual(before - 1);
    expect(at).toBeLessThanOrEqual(await db.now());
  });

  it('with what happened when no person did it', async () => {
    const { taskId, groupId, openKfId, externalId, lin } = await aCase('林');
    await claimTask(lin, { taskId });
    const seen = await versionOf(taskId);
    await customerWrites(db, { groupId, openKfId, externalId }, ['急']);
    await expect(disposeTask(lin, disposal(taskId, seen))).rejects.toMatchObject({
      detail: { by: '', what: 'message' },
    });
  });

  it('for a reply when a colleague acted on the card, not when the customer only wrote again', async () => {
    const { taskId, groupId, openKfId, externalId, lin, he } = await aCase('林', '周', '何');
    await claimTask(lin, { taskId });
    const seen = await versionOf(taskId);
    await customerWrites(db, { groupId, openKfId, externalId }, ['在吗']);
    await sendReply(lin, reply(taskId, seen));
    const again = await versionOf(taskId);
    await disposeTask(he, { ...disposal(taskId, again), disposition: 'investigate' });
    await expect(sendReply(lin, reply(taskId, again))).rejects.toMatchObject({
      detail: { reason: 'version', by: '何', what: 'disposition' },
    });
  });

  it('for a draft that another page of the same person has stored since', async () => {
    const { taskId, lin } = await aCase('林');
    await saveDraft(lin, { taskId, body: '一', templateId: null, version: 0 });
    const draft = { taskId, body: '二', templateId: null, version: 0 };
    await expect(saveDraft(lin, draft)).rejects.toMatchObject({
      code: 'conflict',
      detail: { reason: 'draft', by: '林', at: expect.any(Number) },
    });
  });
});

describe(`${SEATS} seats on ${SEATS} connections`, () => {
  const seatsOf = (groupId: string) =>
    Promise.all(Array.from({ length: SEATS }, async () => contextOf(many, (await actingAs(db, { groupId })).actor)));

  it('that pull at once never get the same card, and nobody goes away empty while one is left', async () => {
    const groupId = await aGroup(db);
    // Before anybody is at work, or the cards would be handed out already.
    for (let card = 0; card < SEATS - 10; card += 1) await aConversation(db, groupId, ['在吗']);
    const seats = await seatsOf(groupId);
    const taken = (await Promise.all(seats.map(takeNextTask))).flatMap((answer) => answer?.taskId ?? []);
    expect(taken).toHaveLength(SEATS - 10);
    expect(new Set(taken).size).toBe(SEATS - 10);
  });

  it('that claim, lock or take over one card at once leave it with one of them, and each loser is told who', async () => {
    const groupId = await aGroup(db);
    const { taskId } = await aConversation(db, groupId, ['在吗']);
    const { taskId: second } = await aConversation(db, groupId, ['你好']);
    const seats = await seatsOf(groupId);
    const version = await versionOf(taskId);
    const claims = await Promise.allSettled(seats.map((seat) => claimTask(seat, { taskId })));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const locks = await Promise.allSettled(
      seats.map((seat) => lockCard(seat, { taskId: second, pageId: unique('page-of-seat') })),
    );
    expect(locks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const lost = locks.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(lost).toHaveLength(SEATS - 1);
    for (const reason of lost) expect(reason).toMatchObject({ code: 'conflict', detail: { by: expect.any(String) } });
    const others = await Promise.allSettled(seats.map((seat) => takeOverTask(seat, { taskId, version: version + 1 })));
    const holders = await db.query('select 1 from tasks where id = $1 and seat_id is not null', [taskId]);
    expect(holders).toHaveLength(1);
    expect(await audits('tasks.takeOver', taskId)).toBe(1);
    // The one who had it changes nothing by taking it over, unless somebody else was faster.
    expect(others.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
  });
});
