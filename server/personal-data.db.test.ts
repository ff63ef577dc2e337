import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import type { UserActor } from './context';
import { createRequestHandler } from './http/handler';
import { type Listener, openListener } from './http/listener';
import { requestHeaders } from './http/request-headers';
import { createLog, type Log } from './log';
import { registry } from './metrics';
import { noticeHandlers } from './notices/deliver';
import { createOutboxWorker } from './outbox/worker';
import { createInbox } from './pipeline/inbox';
import { inboxRoutes } from './pipeline/inbox-routes';
import { startPipeline } from './pipeline/worker';
import { openNotes } from './privacy/sealed-notes';
import { openReceiver } from './privacy/sealed-receiver';
import { createRuleSetCache } from './rules/active';
import { ensureDefaults } from './setup/ensure-defaults';
import { anActor, quietServices, TEST_KEYRING } from './testing/acting';
import { aConversation, customerWrites } from './testing/conversation-card';
import { pushHeaders } from './testing/push';
import { opened } from './testing/sealed';
import { aPushingShop } from './testing/shops';

const NAME = '欧阳钟离';
const PHONE = '13912345678';
const HOUSE = '翡翠湾7幢';
const WORDS = '请把金丝雀寄到旧址';
/** As bytes are written in text. */
const hex = (text: string): string => Buffer.from(text).toString('hex');
const CANARIES = [NAME, '钟离', PHONE, '139 1234 5678', '139-1234-5678', HOUSE, '翡翠湾', WORDS, '金丝雀'];

let db: TestDatabase;
let shopId: string;
let groupId: string;
let listener: Listener;
let origin: string;
let agent: UserActor;
let log: Log;
const logged: string[] = [];
const answered: string[] = [];

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  groupId = await aGroup(db);
  ({ shopId } = await aPushingShop(db, { groupId, platform: 'generic' }));
  agent = await anActor(db, { role: 'agent', groupId });
  await aUser(db, { groupId, role: 'manager' });
  log = createLog('trace', { write: (line: string) => void logged.push(line) });
  listener = await openListener({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${listener.port}`;
  listener.answerWith(
    createRequestHandler({
      services: quietServices(db),
      origin,
      origins: [origin],
      isDev: false,
      log,
      routes: inboxRoutes(createInbox({ ...quietServices(db), log, onStored: () => {} })),
      metricsToken: null,
      whoIs: async () => agent,
      headersOf: requestHeaders,
      answerAuth: async () => new Response('{}'),
      renderPage: async (_req, res) => void res.end(),
      whyNotReady: async () => null,
    }),
  );
});
afterAll(() => listener.close());

async function send(path: string, body: Buffer | string, headers: Record<string, string>): Promise<number> {
  const sent = typeof body === 'string' ? body : new Uint8Array(body);
  const response = await fetch(`${origin}${path}`, { method: 'POST', headers, body: sent });
  answered.push(await response.text());
  return response.status;
}
async function push(body: Buffer, headers: Record<string, string> = {}): Promise<number> {
  const timestamp = String(Math.floor((await db.now()) / 1000));
  return send(`/hooks/generic/${shopId}`, body, { ...pushHeaders({ id: randomUUID(), timestamp, body }), ...headers });
}
const call = (procedure: string, input: unknown) =>
  send(`/api/trpc/${procedure}`, JSON.stringify({ json: input }), { origin, 'content-type': 'application/json' });

async function anOrder(receiver: object, values: { note?: string; amountCents?: number; orderNo?: string } = {}) {
  const { orderNo, body } = genericOrder({ at: await db.now(), ...values });
  const message = JSON.parse(body.toString());
  message.data.receiver = { ...message.data.receiver, ...receiver };
  message.data.buyer.name = NAME;
  return { orderNo, body: Buffer.from(JSON.stringify(message)) };
}

/** Orders and messages that carry the canaries, good and bad ones; every one goes in by its real door. */
async function aBusyMinute(): Promise<void> {
  const plain = { name: NAME, phone: PHONE, detail: `鹿回头路4913号${HOUSE}1201室` };
  const noted = `生日礼物,${NAME}收,打${PHONE}`;
  const orders = [
    await anOrder(plain, { note: noted }),
    await anOrder({ ...plain, detail: `鹿回头路附近${HOUSE}旁边`, phone: `${PHONE}9` }),
    await anOrder({ ...plain, detail: `${PHONE}路附近` }),
    await anOrder({ name: `${NAME}${PHONE}**`, phone: `${PHONE}**`, detail: `*网商路${PHONE}` }),
    await anOrder({ ...plain, phone: '139 1234 5678' }, { amountCents: 200_000 }),
    await anOrder(plain, { orderNo: 'POISON-ROW' }),
    await anOrder({ ...plain, province: 'x'.repeat(200) }),
  ];
  for (const { body } of orders) expect(await push(body)).toBe(200);
  expect(await push(Buffer.from(`{"type":"order.paid","name":"${NAME} ${PHONE}`))).toBe(200);
  expect(await push(orders[0]?.body ?? Buffer.alloc(0), { 'webhook-signature': 'v1,x' })).toBe(401);
}

describe('a name, a number, an address and a message of a customer', () => {
  it('appear in no table, log, answer or metric, whatever goes wrong', async () => {
    await db.query(
      `create function refuse() returns trigger language plpgsql as $$ begin
         if new.order_no = 'POISON-ROW' then raise exception 'refused % of ${NAME} ${PHONE}', new; end if; return new; end $$`,
    );
    await db.query('create trigger refuse before insert on orders for each row execute function refuse()');
    await aBusyMinute();
    const pipeline = startPipeline({ ...quietServices(db), rules: createRuleSetCache(), log, onCommitted: () => {} });
    const pending = async () => (await db.query('select 1 from inbox_keys where state = 0')).length;
    while ((await pending()) > 0) await pipeline.afterBatch();
    await pipeline.stop();

    const { taskId, openKfId, externalId } = await aConversation(db, groupId, [`${WORDS},${NAME},电话${PHONE}`]);
    await customerWrites(db, { groupId, openKfId, externalId }, [WORDS]);
    expect(await call('replies.saveDraft', { taskId, body: WORDS, templateId: null, version: 0 })).toBe(200);
    const note = `${NAME}的新号码 ${PHONE}`;
    const dispose = { disposition: 'investigate', cause: 'other', causeNote: note };
    const [held] = await db.query<{ id: string; version: number }>(
      `select id, version::int as version from tasks where state = 'open' and order_id is not null order by id limit 1`,
    );
    await db.query('update tasks set seat_id = $2 where id = $1::bigint', [held?.id, agent.userId]);
    expect(await call('tasks.dispose', { taskId: held?.id, version: held?.version, ...dispose })).toBe(200);
    const reply = {
      taskId,
      clientKey: unique('click-key'),
      body: `${WORDS} ${PHONE}`,
      templateId: null,
      dispose: null,
    };
    await db.query(
      `create function refuse_reply() returns trigger language plpgsql as $$ begin
         raise exception 'cannot keep % of ${NAME}', new.body; end $$`,
    );
    await db.query('create trigger refuse before insert on interactions for each row execute function refuse_reply()');
    expect(await call('replies.markSentOutside', reply)).toBe(500);
    await db.query('drop function refuse_reply cascade');
    expect(await call('replies.markSentOutside', reply)).toBe(200);
    const troubles: unknown[] = [];
    const outbox = createOutboxWorker({ db, handlers: noticeHandlers, onError: (error) => void troubles.push(error) });
    while ((await db.query('select 1 from outbox where state = 0')).length > 0) outbox.wake();
    await outbox.stop();
    expect(troubles).toEqual([]);

    const tables = await db.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and not relispartition`,
    );
    const found: string[] = [];
    const search = (where: string, text: string) =>
      found.push(
        ...CANARIES.filter((canary) => text.includes(canary) || text.includes(hex(canary))).map(
          (canary) => `${canary} in ${where}: ${text}`,
        ),
      );
    for (const { name } of tables)
      for (const { row } of await db.query<{ row: string }>(`select t::text as row from ${name} t`)) search(name, row);
    for (const line of logged) search('the log', line);
    for (const answer of answered) search('an answer', answer);
    search('the metrics', await registry.metrics());
    expect(found).toEqual([]);
  });

  it('were there to be found: the orders are held, refused and noticed, the errors logged', async () => {
    const [row] = await db.query<Record<string, number>>(
      `select (select count(*)::int from orders) as orders, (select count(*)::int from tasks) as cards,
         (select count(*)::int from notices) as notices, (select count(*)::int from feed) as fed,
         (select count(*)::int from inbox_keys where state in (2, 5)) as refused`,
    );
    expect(row).toMatchObject({ orders: 5, refused: 3, notices: 1 });
    expect(row?.cards).toBeGreaterThan(2);
    expect(row?.fed).toBeGreaterThan(5);
    expect(logged.filter((line) => line.includes('"level":50'))).not.toEqual([]);
    const receivers = await db.query<{ sealed: Buffer }>('select sealed from order_receivers');
    const phones = receivers.map(({ sealed }) => openReceiver(TEST_KEYRING, sealed).phone);
    expect(phones).toContain(PHONE);
    const notes = await db.query<{ sealed: Buffer }>(
      'select notes_sealed as sealed from order_receivers where notes_sealed is not null',
    );
    expect(notes.map(({ sealed }) => openNotes(TEST_KEYRING, sealed).buyerNote)).toEqual([
      `生日礼物,${NAME}收,打${PHONE}`,
    ]);
    const causes = await db.query<{ sealed: Buffer }>(
      'select cause_note_sealed as sealed from tasks where cause_note_sealed is not null',
    );
    expect(causes.map(({ sealed }) => opened('causeNote', sealed))).toEqual([`${NAME}的新号码 ${PHONE}`]);
    const words = await db.query<{ sealed: Buffer }>('select sealed_body as sealed from interactions');
    expect(words.map(({ sealed }) => opened('interaction', sealed))).toContain(`${WORDS} ${PHONE}`);
    const bodies = await db.query<{ sealed: Buffer }>('select sealed_body as sealed from inbox_messages');
    expect(bodies.map(({ sealed }) => opened('inbox', sealed)).filter((body) => body.includes(HOUSE))).not.toEqual([]);
  });
});
