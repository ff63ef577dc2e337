import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { sealed } from '@/server/testing/sealed';
import { startWecomStandIn, type WecomStandIn } from '@/sim/wecom/stand-in';
import { enqueue } from '../outbox/outbox';
import { createOutboxWorker } from '../outbox/worker';
import { WECOM_APP, wecomDesk } from '../testing/wecom-desk';
import { conversationHandlers, sendGivenUp } from './deliver';
import { customerSendQuota } from './quota';

const openKfId = 'wkDeliver';
const SEND = '/cgi-bin/kf/send_msg';
const HOUR_MS = 3_600_000;
let db: TestDatabase;
let desk: Awaited<ReturnType<typeof wecomDesk>>;
let wecom: WecomStandIn;
let agent: string;
let people = 0;
let skewMs = 0;

beforeAll(async () => {
  db = await testDatabase();
  desk = await wecomDesk(db, openKfId);
  agent = await aUser(db, { groupId: desk.groupId });
  const now = () => Date.now() + skewMs;
  wecom = await startWecomStandIn({ ...WECOM_APP, port: 0, openKfId, callbackUrl: desk.hookUrl('none'), now });
  wecom.callBack(desk.hookUrl(await desk.connect(wecom.url)));
  afterAll(() => wecom.close());
});

/** A customer who has just written; returns both ids. */
async function aCustomer(): Promise<{ externalId: string; customerId: string }> {
  const externalId = `wmDeliver${++people}`;
  await wecom.customerSays(externalId, '在吗');
  await desk.pull();
  const [row] = await db.query<{ customer_id: string }>(
    'select customer_id from customer_identities where external_id = $1',
    [externalId],
  );
  return { externalId, customerId: row!.customer_id };
}

/** Stores a queued reply and its effect, as sending one does; returns the interaction id. */
const queueReply = (customerId: string, body: string): Promise<string> =>
  db.tx(async (tx) => {
    const key = unique('client-key');
    const [row] = await tx.query<{ id: string }>(
      `insert into interactions (customer_id, channel, kind, direction, author, sealed_body, send_state, client_key)
       values ($1, 'wecom', 'message', 'out', $2, $3, 'queued', $4) returning id`,
      [customerId, agent, sealed('interaction', body), key],
    );
    await enqueue(tx, { kind: 'wecom.send', payload: { interactionId: row!.id }, idempotencyKey: key });
    return row!.id;
  });

/** Runs the outbox until nothing of it is open. */
async function runOutbox(maxAttempts = 5): Promise<void> {
  const errors: unknown[] = [];
  const worker = createOutboxWorker({
    db,
    handlers: conversationHandlers(desk.services),
    onError: (error) => void errors.push(error),
    onFailed: sendGivenUp,
    pollMs: 10,
    maxAttempts,
    concurrency: 1,
    backoffMs: () => 1,
  });
  await vi.waitFor(
    async () => {
      const [open] = await db.query<{ n: number }>('select count(*)::int as n from outbox where state = 0');
      expect(open?.n).toBe(0);
    },
    { timeout: 15_000, interval: 20 },
  );
  await worker.stop();
  expect(errors).toEqual([]);
}

const stateOf = async (interactionId: string) => {
  const [row] = await db.query<{ send_state: string; send_error: string | null; version: string }>(
    'select send_state, send_error, version from interactions where id = $1',
    [interactionId],
  );
  return row;
};
const arrived = (externalId: string) =>
  wecom.sentMessages().filter(({ externalUserId }) => externalUserId === externalId);

describe('a reply', () => {
  it('arrives once, takes the session over, and remembers who answered', async () => {
    const { externalId, customerId } = await aCustomer();
    const id = await queueReply(customerId, '您好，今晚发出。');
    await runOutbox();
    expect(arrived(externalId)).toMatchObject([{ content: '您好，今晚发出。' }]);
    expect(arrived(externalId)[0]?.msgId).toMatch(/^[0-9a-zA-Z_-]{1,32}$/);
    expect(await stateOf(id)).toEqual({ send_state: 'sent', send_error: null, version: '2' });
    const [identity] = await db.query<{ last_seat_id: string; sent_since_inbound: number }>(
      'select last_seat_id, sent_since_inbound from customer_identities where external_id = $1',
      [externalId],
    );
    expect(identity).toEqual({ last_seat_id: agent, sent_since_inbound: 1 });
    const [row] = await db.query<{ rooms: string[]; patch: unknown }>(
      "select rooms, patch from feed where topic = 'interaction.changed' and entity_id = $1",
      [id],
    );
    expect(row?.patch).toEqual({ customerId, interactionId: id, sendState: 'sent' });
    expect(row?.rooms).toEqual(expect.arrayContaining([`customer:${customerId}`, `user:${agent}`]));
  });

  it('arrives once when the answer of WeCom is lost and it is sent again', async () => {
    const { externalId, customerId } = await aCustomer();
    const id = await queueReply(customerId, '已为您加急');
    const before = wecom.sendAttempts();
    wecom.failNext(SEND, 'answer-lost');
    await runOutbox();
    expect(wecom.sendAttempts() - before).toBe(2);
    expect(arrived(externalId)).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ send_state: 'sent' });
  });

  it('that arrived counts as sent, though somebody took the session over before it was sent again', async () => {
    const { externalId, customerId } = await aCustomer();
    const id = await queueReply(customerId, '稍等');
    wecom.failNext(SEND, 'answer-lost');
    const worker = createOutboxWorker({
      db,
      handlers: conversationHandlers(desk.services),
      onError: () => {},
      pollMs: 10,
      backoffMs: () => 60_000,
    });
    await vi.waitFor(async () => {
      const [row] = await db.query<{ last_error: string | null }>(
        "select last_error from outbox where payload->>'interactionId' = $1",
        [id],
      );
      expect(row?.last_error).toContain('network');
    });
    await worker.stop();
    await wecom.employeeTakesOver(externalId, 'zhangsan');
    await db.query('update outbox set due_at = now() where state = 0');
    await runOutbox();
    expect(arrived(externalId)).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ send_state: 'sent' });
  });

  it('is tried again while WeCom is busy, and takes one message of the quota', async () => {
    const { externalId, customerId } = await aCustomer();
    const id = await queueReply(customerId, '好的');
    wecom.failNext(SEND, { errcode: -1 });
    await runOutbox();
    expect(arrived(externalId)).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ send_state: 'sent' });
    expect(await customerSendQuota(db, customerId, Date.now())).toMatchObject({ left: 4 });
  });

  it('is shown as unreachable when every try ended without an answer, and the customer waits again', async () => {
    const { externalId, customerId } = await aCustomer();
    await db.query("update tasks set state = 'closed', unread = 0 where customer_id = $1", [customerId]);
    const id = await queueReply(customerId, '好的');
    wecom.failNext('/cgi-bin/kf/service_state/get', { errcode: -1 });
    await runOutbox(1);
    expect(arrived(externalId)).toEqual([]);
    expect(await stateOf(id)).toMatchObject({ send_state: 'failed', send_error: 'unreachable' });
    expect(await customerSendQuota(db, customerId, Date.now())).toMatchObject({ left: 5 });
    const cards = await db.query<{ reasons: unknown; seat_id: string }>(
      "select reasons, seat_id from tasks where customer_id = $1 and state = 'open'",
      [customerId],
    );
    expect(cards).toMatchObject([{ seat_id: agent, reasons: [{ kind: 'message', span: 'send-failed' }] }]);
  });

  it('is refused as the sixth after one message of the customer, and five are let through again after the next', async () => {
    const { externalId, customerId } = await aCustomer();
    const ids: string[] = [];
    for (let n = 1; n <= 6; n += 1) ids.push(await queueReply(customerId, `第${n}条`));
    await runOutbox();
    expect(arrived(externalId)).toHaveLength(5);
    const states = await Promise.all(ids.map(stateOf));
    expect(states.filter((state) => state?.send_state === 'sent')).toHaveLength(5);
    expect(states.find((state) => state?.send_state === 'failed')).toMatchObject({ send_error: 'quota-used-up' });
    expect(await customerSendQuota(db, customerId, Date.now())).toMatchObject({ left: 0, reason: 'quota-used-up' });
    await wecom.customerSays(externalId, '收到');
    await desk.pull();
    expect(await customerSendQuota(db, customerId, Date.now())).toMatchObject({ left: 5, reason: null });
  });

  it('is refused 48 hours after the customer last wrote, also where only WeCom knows', async () => {
    const { externalId, customerId } = await aCustomer();
    skewMs = 48 * HOUR_MS;
    const late = await queueReply(customerId, '还在吗');
    await runOutbox();
    skewMs = 0;
    expect(await stateOf(late)).toMatchObject({ send_state: 'failed', send_error: 'window-expired' });
    await db.query(
      "update customer_identities set last_inbound_at = now() - interval '48 hours' where external_id = $1",
      [externalId],
    );
    const attempts = wecom.sendAttempts();
    const known = await queueReply(customerId, '还在吗');
    await runOutbox();
    expect(await stateOf(known)).toMatchObject({ send_state: 'failed', send_error: 'window-expired' });
    expect(wecom.sendAttempts()).toBe(attempts);
  });

  it('is refused while an employee serves the customer in the WeCom client', async () => {
    const { externalId, customerId } = await aCustomer();
    await wecom.employeeTakesOver(externalId, 'zhangsan');
    const id = await queueReply(customerId, '您好');
    await runOutbox();
    expect(await stateOf(id)).toMatchObject({ send_state: 'failed', send_error: 'owned-in-wecom' });
    expect(arrived(externalId)).toEqual([]);
  });

  it('is refused after the session has ended', async () => {
    const { externalId, customerId } = await aCustomer();
    await wecom.sessionEnds(externalId);
    const id = await queueReply(customerId, '您好');
    await runOutbox();
    expect(await stateOf(id)).toMatchObject({ send_state: 'failed', send_error: 'session-closed' });
  });

  it('that WeCom reports as not delivered is marked failed with the reason, once', async () => {
    const { externalId, customerId } = await aCustomer();
    const id = await queueReply(customerId, '您好');
    await runOutbox();
    const [delivery] = arrived(externalId);
    wecom.postCallbacks(2);
    await wecom.messageFails(delivery!, 10);
    wecom.postCallbacks(1);
    await desk.pull();
    expect(await stateOf(id)).toEqual({ send_state: 'failed', send_error: 'refused-by-customer', version: '3' });
  });

  it('is sent once by two workers', async () => {
    const { externalId, customerId } = await aCustomer();
    await queueReply(customerId, '一次就好');
    await Promise.all([runOutbox(), runOutbox()]);
    expect(arrived(externalId)).toHaveLength(1);
  });
});

describe('the quota', () => {
  it('counts what still waits to be sent', async () => {
    const { customerId } = await aCustomer();
    await queueReply(customerId, '一');
    await queueReply(customerId, '二');
    expect(await customerSendQuota(db, customerId, Date.now())).toMatchObject({ left: 3 });
    await runOutbox();
    expect(await customerSendQuota(db, customerId, Date.now())).toMatchObject({ left: 3 });
  });
  it('is none for somebody who is no WeCom customer', async () => {
    const [row] = await db.query<{ id: string }>("insert into customers (shown_name) values ('x') returning id");
    expect(await customerSendQuota(db, row!.id, Date.now())).toBeNull();
  });
});
