import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { SENDS_PER_INBOUND } from '@/domain/reply/quota';
import { storeMessages } from '@/server/pipeline/inbox-store';
import { runBatch } from '@/server/pipeline/pipeline';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { actingAs, quietServices } from '@/server/testing/acting';
import { aConversation, customerWrites } from '@/server/testing/conversation-card';
import { opened } from '@/server/testing/sealed';
import { replyChannel } from './capability';
import { markSentOutside } from './mark-sent-outside';
import type { ReplyInput } from './reply-input';
import { saveDraft } from './save-draft';
import { sendReply } from './send';
import { suggestReplies } from './suggest';

let db: TestDatabase;
const rules = createRuleSetCache();

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
});

async function aDesk(texts: readonly string[] = ['在吗', '怎么还没发货']) {
  const groupId = await aGroup(db);
  const agent = await actingAs(db, { groupId });
  return { groupId, agent, ...(await aConversation(db, groupId, texts)) };
}

/** A card that the rule for vague addresses opened, in a shop nobody can write from. */
async function anOrderCard() {
  const { shopId, groupId } = await aShop(db, { platform: 'generic' });
  const agent = await actingAs(db, { groupId });
  const { orderNo, body } = genericOrder({
    at: await db.now(),
    detail: '小区门口',
    orderNo: unique('88').replaceAll('-', '0'),
  });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  while ((await runBatch(quietServices(db), rules)) > 0);
  const [card] = await db.query<{ taskId: string; version: number; orderId: string }>(
    'select id as "taskId", version::int as version, order_id as "orderId" from tasks where group_id = $1',
    [groupId],
  );
  if (!card) throw new Error('no card was opened');
  return { groupId, agent, orderNo, ...card };
}

const reply = (taskId: string, more: Partial<ReplyInput> = {}): ReplyInput => ({
  taskId,
  clientKey: unique('key'),
  body: '您好,我去核实一下。',
  templateId: null,
  dispose: null,
  ...more,
});
const taskOf = async (taskId: string) => {
  const [task] = await db.query<{
    state: string;
    seat_id: string | null;
    unread: number;
    first_reply_at: number | null;
    version: number;
    due_kind: string;
    disposition: string | null;
  }>('select *, version::int as version from tasks where id = $1::bigint', [taskId]);
  if (!task) throw new Error('the task is gone');
  return task;
};
const repliesTo = (customerId: string) =>
  db.query<{ id: string; send_state: string; author: string; channel: string }>(
    `select * from interactions where customer_id = $1::bigint and direction = 'out' order by id`,
    [customerId],
  );
const outboxOf = (interactionId: string) =>
  db.query(`select 1 from outbox where kind = 'wecom.send' and payload->>'interactionId' = $1`, [interactionId]);
const auditsOf = (action: string, taskId: string) =>
  db.query<{ actor: string; detail: Record<string, unknown> }>('select * from audit where action = $1 and ref = $2', [
    action,
    taskId,
  ]);

describe('replies.send', () => {
  it('queues one message, stops the reply clock, and leaves an audit row without the text', async () => {
    const { agent, taskId, customerId } = await aDesk();
    expect(await taskOf(taskId)).toMatchObject({ unread: 2, first_reply_at: null, due_kind: 'first-reply' });
    const result = await sendReply(agent, reply(taskId, { templateId: 'parcel.picking' }));
    expect(result).toMatchObject({ sendState: 'queued', nextTaskId: null });
    expect(await repliesTo(customerId)).toMatchObject([
      { id: result.interactionId, send_state: 'queued', author: agent.actor.userId, channel: 'wecom' },
    ]);
    expect(await outboxOf(result.interactionId)).toHaveLength(1);
    const task = await taskOf(taskId);
    expect(task).toMatchObject({ unread: 0, state: 'open', seat_id: agent.actor.userId });
    expect(task.first_reply_at).not.toBeNull();
    expect(task.due_kind).not.toBe('first-reply');
    const [row] = await auditsOf('replies.send', taskId);
    expect(row).toMatchObject({ actor: agent.actor.userId, detail: { templateId: 'parcel.picking' } });
    expect(JSON.stringify(row)).not.toContain('核实');
  });

  it('sends once and answers alike when the same key comes again, also from ten clicks at once', async () => {
    const { agent, taskId, customerId } = await aDesk();
    const input = reply(taskId);
    const results = await Promise.all(Array.from({ length: 10 }, () => sendReply(agent, input)));
    const [first] = results;
    for (const result of results) expect(result).toEqual(first);
    expect(await sendReply(agent, input)).toEqual(first);
    expect(await repliesTo(customerId)).toHaveLength(1);
    expect(await outboxOf(first?.interactionId ?? '')).toHaveLength(1);
    expect(await auditsOf('replies.send', taskId)).toHaveLength(1);
  });

  it.each([
    ['您好,订单 {orderNo} 已出库', 'unfilled'],
    ['您好,【请填写时间】前回复', 'unfilled'],
    ['   ', 'empty'],
    ['好'.repeat(683), 'too-long'],
  ])('refuses %j and stores nothing', async (body, reason) => {
    const { agent, taskId, customerId } = await aDesk();
    await expect(sendReply(agent, reply(taskId, { body }))).rejects.toMatchObject({
      code: 'invalid',
      detail: { reason },
    });
    expect(await repliesTo(customerId)).toEqual([]);
    expect(await taskOf(taskId)).toMatchObject({ unread: 2, first_reply_at: null });
  });

  it('refuses another agent and names who has the card, lets a supervisor take over, and hides other groups', async () => {
    const { groupId, agent, taskId, customerId } = await aDesk();
    const other = await actingAs(db, { groupId });
    const stranger = await actingAs(db, { groupId: await aGroup(db), role: 'supervisor' });
    await expect(sendReply(other, reply(taskId))).rejects.toMatchObject({
      code: 'conflict',
      detail: { reason: 'other-seat' },
    });
    await expect(sendReply(stranger, reply(taskId))).rejects.toMatchObject({ code: 'not-found' });
    expect(await repliesTo(customerId)).toEqual([]);
    expect((await taskOf(taskId)).seat_id).toBe(agent.actor.userId);
    const supervisor = await actingAs(db, { groupId, role: 'supervisor' });
    await sendReply(supervisor, reply(taskId));
    expect((await taskOf(taskId)).seat_id).toBe(supervisor.actor.userId);
    expect(await auditsOf('tasks.takeOver', taskId)).toHaveLength(1);
  });

  it('claims an unclaimed card for whoever answers it first', async () => {
    const groupId = await aGroup(db);
    const { taskId, customerId } = await aConversation(db, groupId, ['有货吗']);
    const seats = [await actingAs(db, { groupId }), await actingAs(db, { groupId })];
    const results = await Promise.allSettled(seats.map((seat) => sendReply(seat, reply(taskId))));
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect(await repliesTo(customerId)).toHaveLength(1);
  });

  it('refuses the sixth message, also when twelve are sent at once, until the customer writes again', async () => {
    const { agent, groupId, openKfId, externalId, taskId, customerId } = await aDesk();
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => sendReply(agent, reply(taskId))));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(SENDS_PER_INBOUND);
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({
      reason: { code: 'conflict', detail: { reason: 'quota-used-up' } },
    });
    expect(await repliesTo(customerId)).toHaveLength(SENDS_PER_INBOUND);
    await db.query(`update interactions set external_id = 'sent-' || id where customer_id = $1::bigint`, [customerId]);
    await customerWrites(db, { groupId, openKfId, externalId }, ['那什么时候发']);
    await expect(sendReply(agent, reply(taskId))).resolves.toMatchObject({ sendState: 'queued' });
  });

  it('refuses when the 48 hours since the last message are over', async () => {
    const { agent, taskId, externalId } = await aDesk();
    await db.query(
      `update customer_identities set last_inbound_at = now() - interval '48 hours' where external_id = $1`,
      [externalId],
    );
    await expect(sendReply(agent, reply(taskId))).rejects.toMatchObject({ detail: { reason: 'window-expired' } });
  });

  it('refuses an order whose buyer can only be answered in the platform', async () => {
    const { agent, taskId } = await anOrderCard();
    await expect(sendReply(agent, reply(taskId))).rejects.toMatchObject({
      code: 'invalid',
      detail: { reason: 'copy-only' },
    });
    expect((await taskOf(taskId)).first_reply_at).toBeNull();
  });

  it('refuses a closed card', async () => {
    const { agent, taskId } = await aDesk();
    await db.query(`update tasks set state = 'closed' where id = $1::bigint`, [taskId]);
    await expect(sendReply(agent, reply(taskId))).rejects.toMatchObject({ detail: { reason: 'closed' } });
  });
});

describe('sending and resolving in one key', () => {
  const resolve = (version: number) => ({ disposition: null, cause: null, causeNote: '', version });

  it('closes a conversation as answered and names the next card of the queue', async () => {
    const { groupId, agent, taskId } = await aDesk();
    const next = await aConversation(db, groupId, ['发票怎么开']);
    const input = reply(taskId, { dispose: resolve((await taskOf(taskId)).version) });
    const [result, twin] = await Promise.all([sendReply(agent, input), sendReply(agent, input)]);
    expect(result.nextTaskId).toBe(next.taskId);
    expect(twin).toEqual(result);
    expect(await taskOf(taskId)).toMatchObject({ state: 'closed', disposition: null });
    expect(await sendReply(agent, input)).toEqual(result);
  });

  it('sends the same key on another card as another message, and refuses it to another person', async () => {
    const { groupId, agent, taskId } = await aDesk();
    const second = await aConversation(db, groupId, ['有货吗']);
    const clientKey = unique('key');
    const one = await sendReply(agent, reply(taskId, { clientKey }));
    const two = await sendReply(agent, reply(second.taskId, { clientKey }));
    expect(two.interactionId).not.toBe(one.interactionId);
    const supervisor = await actingAs(db, { groupId, role: 'supervisor' });
    await expect(sendReply(supervisor, reply(taskId, { clientKey }))).rejects.toMatchObject({
      detail: { reason: 'key-taken' },
    });
  });

  it('sends nothing when the card has changed since', async () => {
    const { agent, taskId, customerId } = await aDesk();
    const { version } = await taskOf(taskId);
    await expect(sendReply(agent, reply(taskId, { dispose: resolve(version - 1) }))).rejects.toMatchObject({
      code: 'conflict',
      detail: { reason: 'version' },
    });
    expect(await repliesTo(customerId)).toEqual([]);
    expect((await taskOf(taskId)).state).toBe('open');
  });

  it('disposes of an order card with the reply copied to the platform, in one transaction', async () => {
    const { agent, taskId, orderId, version } = await anOrderCard();
    const needed = reply(taskId, { dispose: resolve(version) });
    await expect(markSentOutside(agent, needed)).rejects.toMatchObject({ detail: { reason: 'disposition-needed' } });
    expect((await taskOf(taskId)).first_reply_at).toBeNull();
    const dispose = { disposition: 'false-alarm' as const, cause: null, causeNote: '', version };
    const input = reply(taskId, { dispose });
    const [result, ...repeats] = await Promise.all(Array.from({ length: 6 }, () => markSentOutside(agent, input)));
    if (!result) throw new Error('nothing was answered');
    expect(result.sendState).toBe('sent-outside');
    for (const repeat of repeats) expect(repeat).toEqual(result);
    expect(await taskOf(taskId)).toMatchObject({ state: 'closed', disposition: 'false-alarm' });
    const stored = await db.query('select channel, send_state from interactions where order_id = $1::bigint', [
      orderId,
    ]);
    expect(stored).toEqual([{ channel: 'generic', send_state: 'sent-outside' }]);
    expect(await outboxOf(result.interactionId)).toEqual([]);
    expect(await auditsOf('replies.markSentOutside', taskId)).toHaveLength(1);
    expect(await auditsOf('tasks.dispose', taskId)).toHaveLength(1);
  });
});

describe('replies.saveDraft', () => {
  const draft = (taskId: string, body: string, version: number) => ({ taskId, body, templateId: null, version });
  const draftsOf = async (taskId: string) => {
    const rows = await db.query<{ sealed: Buffer; userId: string }>(
      'select sealed_body as sealed, user_id as "userId" from drafts where task_id = $1::bigint order by user_id',
      [taskId],
    );
    return rows.map(({ sealed, userId }) => ({ userId, body: opened('draft', sealed) }));
  };

  it('keeps a text per person and card, and a sent reply forgets it', async () => {
    const { groupId, agent, taskId } = await aDesk();
    const other = await actingAs(db, { groupId });
    expect(await saveDraft(agent, draft(taskId, '您好', 0))).toEqual({ version: 1 });
    expect(await saveDraft(agent, draft(taskId, '您好,{orderNo}', 1))).toEqual({ version: 2 });
    await saveDraft(other, draft(taskId, '我的', 0));
    expect((await draftsOf(taskId)).map((row) => row.body).sort()).toEqual(['您好,{orderNo}', '我的'].sort());
    await sendReply(agent, reply(taskId));
    expect(await draftsOf(taskId)).toMatchObject([{ userId: other.actor.userId }]);
  });

  it('refuses a page that started from an older text', async () => {
    const { agent, taskId } = await aDesk();
    await saveDraft(agent, draft(taskId, '第一页', 0));
    await expect(saveDraft(agent, draft(taskId, '第二页', 0))).rejects.toMatchObject({ code: 'conflict' });
    expect(await draftsOf(taskId)).toMatchObject([{ body: '第一页' }]);
  });

  it('survives a refused send', async () => {
    const { agent, taskId } = await aDesk();
    await saveDraft(agent, draft(taskId, '您好,{orderNo}', 0));
    await expect(sendReply(agent, reply(taskId, { body: '您好,{orderNo}' }))).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await draftsOf(taskId)).toHaveLength(1);
  });

  it('does not find a card of another group', async () => {
    const { taskId } = await aDesk();
    const stranger = await actingAs(db, { groupId: await aGroup(db) });
    await expect(saveDraft(stranger, draft(taskId, 'x', 0))).rejects.toMatchObject({ code: 'not-found' });
    expect(await draftsOf(taskId)).toEqual([]);
  });
});

describe('replies.suggest', () => {
  const texts = async (ctx: Awaited<ReturnType<typeof actingAs>>, taskId: string) =>
    (await suggestReplies(ctx, { taskId })).suggestions.map((offer) => offer.body).join('\n');

  it('answers the question and not the greeting that was sent after it', async () => {
    const { agent, taskId } = await aDesk(['怎么还没发货啊', '在吗']);
    const answer = await suggestReplies(agent, { taskId });
    expect(answer.intent).toBe('why-not-shipped');
    expect(answer.suggestions.length).toBeGreaterThan(0);
    expect(answer.suggestions[0]?.body).toContain('订单号');
  });

  it('builds on the order that the customer named', async () => {
    const { groupId, agent, orderNo } = await anOrderCard();
    const { taskId } = await aConversation(db, groupId, [`订单 ${orderNo} 什么时候发货`]);
    expect(await texts(agent, taskId)).toContain(orderNo);
  });

  it('stays silent on a mere acknowledgement', async () => {
    const { agent, taskId } = await aDesk(['好的谢谢']);
    expect(await suggestReplies(agent, { taskId })).toMatchObject({ intent: 'acknowledgement', suggestions: [] });
  });

  it('asks for the rest of a vague address when the customer has not written', async () => {
    const { agent, taskId, orderNo } = await anOrderCard();
    const answer = await suggestReplies(agent, { taskId });
    expect(answer.intent).toBeNull();
    expect(answer.suggestions[0]?.templateId).toBe('confirm.address');
    expect(answer.suggestions[0]?.body).toContain(orderNo);
  });

  it('does not find a card of another group', async () => {
    const { taskId } = await aDesk();
    const stranger = await actingAs(db, { groupId: await aGroup(db) });
    await expect(suggestReplies(stranger, { taskId })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('how a card can be answered', () => {
  it('is WeCom with its quota for a customer who wrote there, and copying for a shop order', async () => {
    const { customerId } = await aDesk();
    expect(await replyChannel(db, { customerId, orderId: null })).toMatchObject({
      kind: 'wecom',
      quota: { left: SENDS_PER_INBOUND, reason: null },
    });
    const { orderId } = await anOrderCard();
    expect(await replyChannel(db, { customerId: null, orderId })).toEqual({ kind: 'copy', customerId: null });
  });

  it('is copying for an order that two strangers are tied to', async () => {
    const { orderId } = await anOrderCard();
    for (const { customerId } of [await aDesk(), await aDesk()])
      await db.query(
        `insert into customer_orders (customer_id, order_id, how, by_whom) values ($1, $2, 'agent', 'x')`,
        [customerId, orderId],
      );
    expect(await replyChannel(db, { customerId: null, orderId })).toEqual({ kind: 'copy', customerId: null });
  });
});
