import { beforeAll, describe, expect, it } from 'vitest';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { actingAs, quietServices } from '@/server/testing/acting';
import { assignTask } from './assign';
import { claimTask } from './claim';
import { countTasks } from './counts';
import { disposeTask } from './dispose';
import { queueOfTasks } from './queue';
import { sweepDeadlines } from './sweep-deadlines';
import { takeNextTask } from './take-next';
import { takeOverTask } from './take-over';

type TestContext = Awaited<ReturnType<typeof actingAs>>;

let db: TestDatabase;
const rules = createRuleSetCache();

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
});

interface Case {
  taskId: string;
  version: number;
  orderId: string;
}

/** Orders with vague addresses in a shop of their own group, where nobody is at work. */
async function unclaimedCards(count: number): Promise<{ groupId: string; cards: Case[] }> {
  const { shopId, groupId } = await aShop(db, { platform: 'generic' });
  const now = await db.now();
  const messages = Array.from({ length: count }, () => ({
    key: unique('msg'),
    body: genericOrder({ at: now, detail: '小区门口' }).body,
  }));
  await storeMessages(quietServices(db), shopId, messages);
  while ((await runBatch(quietServices(db), rules)) > 0);
  const cards = await db.query<Case>(
    `select id as "taskId", version::int as version, order_id as "orderId" from tasks where group_id = $1 order by due_at, id`,
    [groupId],
  );
  return { groupId, cards };
}

async function oneCard(): Promise<{ groupId: string; card: Case }> {
  const { groupId, cards } = await unclaimedCards(1);
  const [card] = cards;
  if (!card) throw new Error('no card was opened');
  return { groupId, card };
}

const audits = async (action: string, ref: string): Promise<number> =>
  (await db.query('select 1 from audit where action = $1 and ref = $2', [action, ref])).length;

async function holder(taskId: string): Promise<{ seat_id: string | null; state: string; version: number }> {
  const [row] = await db.query<{ seat_id: string | null; state: string; version: number }>(
    'select seat_id, state, version::int as version from tasks where id = $1::bigint',
    [taskId],
  );
  if (!row) throw new Error('the task is gone');
  return row;
}

describe('taking cards', () => {
  it('gives fifty seats that pull at once fifty different cards, and the fifty-first none', async () => {
    const { groupId } = await unclaimedCards(50);
    const seats = await Promise.all(Array.from({ length: 51 }, () => actingAs(db, { groupId })));
    const taken = await Promise.all(seats.map((seat) => takeNextTask(seat)));
    const ids = taken.flatMap((answer) => answer?.taskId ?? []);
    expect(ids).toHaveLength(50);
    expect(new Set(ids).size).toBe(50);
  });

  it('lets one of two claims at the same time win and tells the other who has it', async () => {
    const { groupId, card } = await oneCard();
    const seats = [await actingAs(db, { groupId }), await actingAs(db, { groupId })] as const;
    const results = await Promise.allSettled(seats.map((seat) => claimTask(seat, { taskId: card.taskId })));
    const lost = results.find((result) => result.status === 'rejected');
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const winner = seats.find((_, index) => results[index]?.status === 'fulfilled');
    expect(lost?.reason).toMatchObject({ code: 'conflict', detail: { by: winner?.actor.name } });
    expect(await audits('tasks.claim', card.taskId)).toBe(1);
  });

  it('does not find a card of another group', async () => {
    const { card } = await oneCard();
    const stranger = await actingAs(db, { groupId: (await aShop(db)).groupId });
    await expect(claimTask(stranger, { taskId: card.taskId })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses a take-over of a card that changed meanwhile', async () => {
    const { groupId, card } = await oneCard();
    const first = await actingAs(db, { groupId });
    const second = await actingAs(db, { groupId, role: 'supervisor' });
    await claimTask(first, { taskId: card.taskId });
    await expect(takeOverTask(second, card)).rejects.toMatchObject({ code: 'conflict' });
    const { version } = await holder(card.taskId);
    await takeOverTask(second, { taskId: card.taskId, version });
    expect(await holder(card.taskId)).toMatchObject({ seat_id: second.actor.userId });
    expect(await audits('tasks.takeOver', card.taskId)).toBe(1);
  });

  it("assigns only to people of the card's group, and an agent cannot assign what is not theirs", async () => {
    const { groupId, card } = await oneCard();
    const lead = await actingAs(db, { groupId, role: 'supervisor' });
    const mate = await actingAs(db, { groupId });
    const stranger = await actingAs(db, { groupId: (await aShop(db)).groupId });
    const to = (seat: TestContext) => ({ taskId: card.taskId, version: card.version, seatId: seat.actor.userId });
    await expect(assignTask(lead, to(stranger))).rejects.toMatchObject({ code: 'invalid' });
    await expect(assignTask(mate, to(mate))).rejects.toMatchObject({ code: 'forbidden' });
    await assignTask(lead, to(mate));
    expect(await holder(card.taskId)).toMatchObject({ seat_id: mate.actor.userId });
    expect(await audits('tasks.assign', card.taskId)).toBe(1);
  });
});

describe('a disposition', () => {
  const dispose = (
    seat: TestContext,
    taskId: string,
    version: number,
    disposition: 'true' | 'false-alarm' | 'investigate',
  ) => disposeTask(seat, { taskId, version, disposition, cause: 'other', causeNote: '' });

  async function claimed() {
    const { groupId, card } = await oneCard();
    const seat = await actingAs(db, { groupId });
    await claimTask(seat, { taskId: card.taskId });
    return { seat, card, groupId, version: (await holder(card.taskId)).version };
  }
  const orderOf = async (orderId: string) =>
    (
      await db.query<{ review: string; cleared_rules: string[] }>('select * from orders where id = $1::bigint', [
        orderId,
      ])
    )[0];
  const labelsOf = (taskId: string) =>
    db.query<{ rule_id: string; label: string }>('select rule_id, label from rule_labels where task_id = $1::bigint', [
      taskId,
    ]);

  it('of false alarm releases the order, labels the rule, closes the card and leaves an audit row', async () => {
    const { seat, card, version } = await claimed();
    await dispose(seat, card.taskId, version, 'false-alarm');
    expect(await orderOf(card.orderId)).toMatchObject({ review: 'released', cleared_rules: ['address-vague'] });
    expect(await labelsOf(card.taskId)).toEqual([{ rule_id: 'address-vague', label: 'false-alarm' }]);
    expect(await holder(card.taskId)).toMatchObject({ state: 'closed' });
    expect(await audits('tasks.dispose', card.taskId)).toBe(1);
  });

  it('of true keeps the order back for good', async () => {
    const { seat, card, version } = await claimed();
    await dispose(seat, card.taskId, version, 'true');
    expect(await orderOf(card.orderId)).toMatchObject({ review: 'rejected' });
  });

  it('of investigate keeps the card open for the supervisor, and the final word replaces its label', async () => {
    const { seat, card, groupId, version } = await claimed();
    await dispose(seat, card.taskId, version, 'investigate');
    expect(await holder(card.taskId)).toMatchObject({ state: 'open' });
    const lead = await actingAs(db, { groupId, role: 'supervisor' });
    expect(await countTasks(lead)).toMatchObject({ intervene: 1, mine: 0 });
    await dispose(seat, card.taskId, version + 1, 'true');
    expect(await labelsOf(card.taskId)).toMatchObject([{ label: 'true' }]);
  });

  it('is refused the second time, and to whoever does not hold the card', async () => {
    const { seat, card, groupId, version } = await claimed();
    const mate = await actingAs(db, { groupId });
    await expect(dispose(mate, card.taskId, version, 'true')).rejects.toMatchObject({ code: 'forbidden' });
    await dispose(seat, card.taskId, version, 'true');
    await expect(dispose(seat, card.taskId, version, 'true')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of false alarm is final for that rule: a later message does not hold the order for it again', async () => {
    const { seat, card, version } = await claimed();
    await dispose(seat, card.taskId, version, 'false-alarm');
    const [order] = await db.query<{ order_no: string; shop_id: string }>(
      'select * from orders where id = $1::bigint',
      [card.orderId],
    );
    const later = genericOrder({ orderNo: order?.order_no ?? '', at: (await db.now()) + 5000, detail: '小区门口' });
    await storeMessages(quietServices(db), order?.shop_id ?? '', [{ key: unique('msg'), body: later.body }]);
    while ((await runBatch(quietServices(db), rules)) > 0);
    expect(await orderOf(card.orderId)).toMatchObject({ review: 'released' });
  });
});

describe('the queue', () => {
  it('pages by keyset in order of the deadline and counts what each tab holds', async () => {
    const { groupId } = await unclaimedCards(7);
    const seat = await actingAs(db, { groupId });
    const first = await queueOfTasks(seat, { view: 'unclaimed', limit: 4 });
    const second = await queueOfTasks(seat, { view: 'unclaimed', limit: 4, after: first.next ?? '' });
    expect(first.rows).toHaveLength(4);
    expect(second.rows).toHaveLength(3);
    expect(second.next).toBeNull();
    const due = [...first.rows, ...second.rows].map((row) => row.dueAt);
    expect(due).toEqual([...due].sort((a, b) => a - b));
    expect(await countTasks(seat)).toEqual({ mine: 0, unclaimed: 7, intervene: 0, all: 7 });
  });

  it('marks what has fallen due, announces it once, and leaves the rest', async () => {
    const { groupId, cards } = await unclaimedCards(3);
    await db.query("update tasks set due_at = now() - interval '1 second' where id = $1::bigint", [cards[0]?.taskId]);
    expect(await sweepDeadlines(db)).toBe(1);
    expect(await sweepDeadlines(db)).toBe(0);
    const lead = await actingAs(db, { groupId, role: 'supervisor' });
    expect((await queueOfTasks(lead, { view: 'intervene', limit: 10 })).rows).toMatchObject([{ isOverdue: true }]);
    const fed = await db.query("select 1 from feed where topic = 'task.changed' and entity_id = $1", [
      cards[0]?.taskId,
    ]);
    expect(fed).toHaveLength(2);
  });
});
