import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorCode } from '@/db/sql-errors';
import { aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import { startWecomStandIn, type WecomStandIn } from '@/sim/wecom/stand-in';
import type { Context, UserActor } from './context';
import { conversationHandlers, sendGivenUp } from './conversations/deliver';
import { startSyncWorker } from './conversations/sync-worker';
import { bindCustomer } from './customers/bind';
import { foldCounters } from './jobs/fold-counters';
import { announcePresence, renewSeats } from './live/presence';
import { noticeHandlers } from './notices/deliver';
import { createOutboxWorker } from './outbox/worker';
import { storeMessages } from './pipeline/inbox-store';
import { isWorthRetrying, runBatch } from './pipeline/pipeline';
import { markSentOutside } from './replies/mark-sent-outside';
import { saveDraft } from './replies/save-draft';
import { sendReply } from './replies/send';
import { createRuleSetCache } from './rules/active';
import { assignTask } from './tasks/assign';
import { claimTask } from './tasks/claim';
import { disposeTask } from './tasks/dispose';
import { queueRowsOf } from './tasks/queue-rows';
import { sweepDeadlines } from './tasks/sweep-deadlines';
import { takeNextTask } from './tasks/take-next';
import { takeOverTask } from './tasks/take-over';
import { actingAs, quietServices } from './testing/acting';
import { counterDifferences } from './testing/counter-differences';
import { WECOM_APP, wecomDesk } from './testing/wecom-desk';

const PUSHES = 300;
const MESSAGES = 80;
const ACTIONS = 400;
const AGENTS = 6;
const CUSTOMERS = 12;
const openKfId = 'wkEverything';

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof wecomDesk>>;
let wecom: WecomStandIn;
let shopId: string;
let agents: Context<UserActor>[];
let lead: Context<UserActor>;
let now: number;
let isOn = true;
const orderNos: string[] = [];
const surprises: string[] = [];
const done: Record<string, number> = {};
let deadlocks = 0;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await wecomDesk(db, openKfId);
  ({ shopId } = await aShop(db, { groupId: desk.groupId, platform: 'generic' }));
  await aUser(db, { groupId: desk.groupId, role: 'manager' });
  agents = [];
  for (let n = 0; n < AGENTS; n += 1) agents.push(await actingAs(db, { groupId: desk.groupId }));
  await db.query('update seats set capacity = 4');
  lead = await actingAs(db, { groupId: desk.groupId, role: 'supervisor' });
  wecom = await startWecomStandIn({ ...WECOM_APP, port: 0, openKfId, callbackUrl: desk.hookUrl('none') });
  wecom.callBack(desk.hookUrl(await desk.connect(wecom.url)));
  now = await db.now();
  afterAll(() => wecom.close());
});

const oneOf = <T>(of: readonly T[]): T | undefined => of[Math.floor(Math.random() * of.length)];
/** Who waits for something new to come in. */
let waiting: (() => void)[] = [];
const cameIn = () => {
  const all = waiting;
  waiting = [];
  for (const goOn of all) goOn();
};
const nextToCome = () => new Promise<void>((resolve) => (isOn ? waiting.push(resolve) : resolve()));

/** What a person may be told in a race; anything else is an error of ours. */
const LOST_RACES = new Set(['conflict', 'not-found', 'forbidden']);

async function attempt(action: string | null, work: () => Promise<unknown>): Promise<void> {
  try {
    const result = await work();
    if (action !== null && result !== null) done[action] = (done[action] ?? 0) + 1;
  } catch (error) {
    if (errorCode(error) === '40P01') deadlocks += 1;
    if (!LOST_RACES.has(errorCode(error) ?? '')) surprises.push(`${action}: ${String(error)}`);
  }
}

async function during(step: () => Promise<unknown>): Promise<void> {
  while (isOn) await step();
}
async function times(count: number, step: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n += 1) await step();
}

/** New orders with few addresses, articles and amounts among them, and news about orders that are known. */
async function push(): Promise<void> {
  const known = Math.random() < 0.4 ? oneOf(orderNos) : undefined;
  const { orderNo, body } = genericOrder({
    at: now + Math.floor(Math.random() * 60_000),
    placedAt: now,
    orderNo: known ?? unique('TW2026').replaceAll('-', '0').toUpperCase(),
    status: oneOf(['created', 'paid', 'paid', 'paid', 'shipped', 'cancelled']) ?? 'paid',
    detail: oneOf(['小区门口', '网商路699号3幢1201室']) ?? '',
    ip: `36.4.4.${Math.floor(Math.random() * 30)}`,
    sku: `SKU-${Math.floor(Math.random() * 5)}`,
    amountCents: oneOf([29_900, 300_000]) ?? 0,
  });
  if (known === undefined) orderNos.push(orderNo);
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  cameIn();
}

async function batch(rules: ReturnType<typeof createRuleSetCache>): Promise<number> {
  try {
    return await runBatch(quietServices(db), rules);
  } catch (error) {
    if (errorCode(error) === '40P01') deadlocks += 1;
    if (!isWorthRetrying(error)) surprises.push(`pipeline: ${String(error)}`);
    return 1;
  }
}

const write = () => {
  const about = Math.random() < 0.6 ? oneOf(orderNos) : undefined;
  return wecom.customerSays(`wm${Math.floor(Math.random() * CUSTOMERS)}`, about ? `订单${about}到哪了` : '在吗');
};

interface Card {
  readonly taskId: string;
  readonly version: number;
  readonly customerId: string | null;
  readonly seatId: string | null;
}
/** Any open card, or mostly one that the seat has in hand. */
const anOpenCard = async (seatId: string | null): Promise<Card> => {
  const cards = await db.query<Card>(
    `select id as "taskId", version::int as version, customer_id as "customerId", seat_id as "seatId" from tasks where state = 'open'
     order by (seat_id = $1 and random() < 0.9) desc nulls last, random() limit 1`,
    [seatId],
  );
  return cards[0] ?? { taskId: '0', version: 0, customerId: null, seatId: null };
};
const decision = (version: number) => ({
  disposition: oneOf(['true', 'false-alarm', 'investigate'] as const) ?? 'true',
  cause: 'other' as const,
  causeNote: '',
  version,
});

async function act(agent: Context<UserActor>): Promise<void> {
  const { taskId, version, customerId } = await anOpenCard(agent.actor.userId);
  const reply = {
    taskId,
    clientKey: unique('click-key'),
    body: '您好,这就为您查询',
    templateId: null,
    dispose: Math.random() < 0.5 ? decision(version) : null,
  };
  const roll = Math.random();
  if (roll < 0.2) await attempt('tasks.takeNext', () => takeNextTask(agent));
  else if (roll < 0.3) await attempt(null, () => claimTask(agent, { taskId }));
  else if (roll < 0.5) await attempt('tasks.dispose', () => disposeTask(agent, { taskId, ...decision(version) }));
  else if (roll < 0.7 && customerId !== null) await attempt('replies.send', () => sendReply(agent, reply));
  else if (roll < 0.85) await attempt('replies.markSentOutside', () => markSentOutside(agent, reply));
  else if (roll < 0.95)
    await attempt(null, () => saveDraft(agent, { taskId, body: '您', templateId: null, version: 0 }));
  else if (customerId !== null) {
    const orderId = (await db.query<{ id: string }>('select id from orders order by random() limit 1'))[0]?.id ?? '0';
    await attempt(null, () => bindCustomer(agent, { customerId, orderId }));
  }
}

async function supervise(): Promise<void> {
  await nextToCome();
  const { taskId, version, seatId: holder } = await anOpenCard(null);
  const seatId = oneOf(agents)?.actor.userId ?? '';
  if (Math.random() < 0.5) await attempt('tasks.assign', () => assignTask(lead, { taskId, version, seatId }));
  // Taking over what is one's own changes nothing, and is not on record.
  else
    await attempt(holder === lead.actor.userId ? null : 'tasks.takeOver', () =>
      takeOverTask(lead, { taskId, version }),
    );
}

async function keepHouse(): Promise<void> {
  await db.query(
    `update tasks set due_at = now(), work_due_at = now() where id in (
       select id from tasks where state = 'open' and not is_overdue order by random() limit 1 for update skip locked)`,
  );
  await attempt(null, () => sweepDeadlines(db));
  await attempt(null, () =>
    renewSeats(
      db,
      agents.map(({ actor }) => actor.userId),
    ),
  );
  await attempt(null, () => announcePresence(db));
  await attempt(null, () => foldCounters(db));
}

const openWork = async () =>
  (
    await db.query(
      `select 1 from inbox_keys where state = 0 union all select 1 from outbox where state = 0 and kind <> 'wecom.send'
       union all select 1 from outbox where state = 0 and attempts = 0`,
    )
  ).length;

async function run(): Promise<void> {
  const outbox = createOutboxWorker({
    db,
    handlers: { ...conversationHandlers(desk.services), ...noticeHandlers },
    onError: (error) => void surprises.push(`outbox: ${String(error)}`),
    onFailed: sendGivenUp,
    pollMs: 20,
  });
  const sync = startSyncWorker(desk.services);
  const caches = [createRuleSetCache(), createRuleSetCache(), createRuleSetCache()];
  const around = [
    ...caches.map((cache) => during(async () => (await batch(cache)) === 0 && (await nextToCome()))),
    during(supervise),
    during(keepHouse),
  ];
  await Promise.all([
    times(PUSHES / 2, push),
    times(PUSHES / 2, push),
    times(MESSAGES, async () => {
      await write();
      sync.wake();
    }),
    ...agents.map((agent) => times(Math.ceil(ACTIONS / AGENTS), () => act(agent))),
  ]);
  isOn = false;
  cameIn();
  await Promise.all(around);
  await sync.stop();
  await desk.makeDue();
  await desk.pull();
  while ((await openWork()) > 0) for (const cache of caches) await batch(cache);
  await outbox.stop();
}

it('pipeline, customers, agents, sweeps and folds at once lose nothing, double nothing and never fail', async () => {
  await run();
  expect(surprises).toEqual([]);
  expect(desk.problems.map(String)).toEqual([]);
  expect(deadlocks).toBe(0);
  for (const action of ['tasks.takeNext', 'tasks.dispose', 'replies.send', 'replies.markSentOutside'])
    expect([action, (done[action] ?? 0) > 0]).toEqual([action, true]);

  const [sums] = await db.query<Record<string, number>>(
    `select (select count(*)::int from orders) as orders,
       (select count(*)::int from inbox_keys where state not in (1, 4)) as left,
       (select count(*)::int from (select order_id from tasks where state = 'open' and order_id is not null
          group by 1 having count(*) > 1) x) as doubled,
       (select count(*)::int from orders where review = 'held' and not exists (
          select 1 from tasks t where t.order_id = orders.id)) as "heldWithoutCard",
       (select count(*)::int from customers c where (select max(at) from interactions i where i.customer_id = c.id
          and i.direction = 'in') is distinct from (select max(last_message_at) from tasks t where t.customer_id = c.id)) as unheard`,
  );
  expect(sums).toEqual({ orders: orderNos.length, left: 0, doubled: 0, heldWithoutCard: 0, unheard: 0 });
  expect(await counterDifferences(db)).toEqual([]);

  const audited = await db.query<{ action: string; n: number }>(
    'select action, count(*)::int as n from audit group by 1',
  );
  const recorded = Object.fromEntries(audited.map(({ action, n }) => [action, n]));
  for (const [action, n] of Object.entries(done)) {
    const withReplies = action === 'tasks.dispose' || action === 'tasks.takeOver';
    if (withReplies) expect(recorded[action]).toBeGreaterThanOrEqual(n);
    else expect([action, recorded[action]]).toEqual([action, n]);
  }
  const sent = wecom.sentMessages().map(({ msgId }) => msgId);
  expect(new Set(sent).size).toBe(sent.length);

  const backwards = await db.query(
    `select order_id from (select order_id, at, lag(at) over (partition by order_id order by id) as before from order_log) l
     where at < before`,
  );
  expect(backwards).toEqual([]);

  const told = await db.query<{ id: string; patch: object }>(
    `select distinct on (entity_id) entity_id as id, patch from feed where topic = 'task.changed'
     order by entity_id, version desc, id desc`,
  );
  const rows = await queueRowsOf(
    db,
    (await db.query<{ id: string }>("select id from tasks where state = 'open'")).map(({ id }) => id),
  );
  const shown = new Map(told.map(({ id, patch }) => [id, patch]));
  expect(rows.filter((row) => !isDeepStrictEqual(shown.get(row.taskId), row))).toEqual([]);
}, 60_000);
