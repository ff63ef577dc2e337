import type { Sql } from '@/db/client';
import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import { storedReason } from '@/domain/intake/reason';
import type { MessageQueue, OrderApi, WaitingMessage } from '@/server/channels/channel';
import { inboxMessages } from '@/server/pipeline/inbox-metrics';
import { storeArrivals } from '@/server/pipeline/inbox-store';
import { withToken } from './access-token';
import { blockCalls, noteCallWorked, spendCall } from './budget';
import type { Connection } from './connections';
import { problemOf, reportProblem } from './problem';
import type { FetchServices } from './services';
import { retryDelayMs } from './settle';

const LEASE_SECONDS = 30;
/** Answers of one queue that are taken in a row; the others follow in the next step, so that a lease is never outlived. */
const ROUNDS = 50;
/** How often to look whether a shop of a held connection has to be subscribed again. */
const SUBSCRIBED_EVERY_MS = MINUTE_MS;
/** How exactly "when a message last came" is known. */
const NOTE_SECONDS = 10;

async function leasePulls(db: Sql, shopIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ shopId: string }>(
    `with due as (select q.shop_id from channel_pulls q join channel_budgets b using (shop_id)
       where q.shop_id = any($1::text[]) and q.due_at <= now() and b.blocked_until <= now()
       order by 1 for update of q skip locked)
     update channel_pulls q set due_at = now() + make_interval(secs => ${LEASE_SECONDS}) from due
     where q.shop_id = due.shop_id returning q.shop_id as "shopId"`,
    [shopIds],
  );
  return new Set(rows.map(({ shopId }) => shopId));
}

/** Commits the messages under the platform's own ids. What comes again, and what another node fetched as well, is a repeat. */
async function store(services: FetchServices, shopId: string, messages: readonly WaitingMessage[]): Promise<void> {
  const { db, keyring } = services;
  const outcomes = await storeArrivals(
    { db, keyring },
    messages.map(({ key, body }) => ({ shopId, key, body })),
  );
  await db.query(
    `update channel_pulls set message_at = now() where shop_id = $1
       and coalesce(message_at, 'epoch') < now() - make_interval(secs => ${NOTE_SECONDS})`,
    [shopId],
  );
  for (const outcome of outcomes) inboxMessages.inc({ outcome });
  if (outcomes.includes('stored')) services.wakePipeline();
}

/** Takes what waits until the queue is empty, and confirms each answer once it is committed. False where calls are blocked. */
async function drain(services: FetchServices, connection: Connection, queue: MessageQueue): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!(await spendCall(services.db, connection))) return false;
    const { messages, isMore } = await queue.fetch();
    if (messages.length > 0) {
      await store(services, connection.shopId, messages);
      await spendCall(services.db, connection);
      await queue.confirm(messages.map(({ id }) => id));
    }
    if (!isMore) return true;
  }
  return true;
}

/** Tells the platform once a day that the messages are wanted: a consent that was given anew begins without. */
async function subscribe(
  services: FetchServices,
  connection: Connection,
  messages: Pick<MessageQueue | OrderApi, 'subscribe'>,
): Promise<void> {
  const { shopId } = connection;
  const [row] = await services.db.query(
    `select 1 from channel_pulls where shop_id = $1 and coalesce(subscribed_at, 'epoch') < now() - interval '1 day'`,
    [shopId],
  );
  if (!row || messages.subscribe === undefined) return;
  await withToken(services, shopId, connection.open(), async (token) => {
    await spendCall(services.db, connection);
    await messages.subscribe?.(token);
  });
  await services.db.query('update channel_pulls set subscribed_at = now() where shop_id = $1', [shopId]);
}

async function pull(services: FetchServices, connection: Connection): Promise<void> {
  const { shopId, source } = connection;
  const { db, random } = services;
  try {
    const queue = connection.openQueue();
    await subscribe(services, connection, queue ?? connection.open());
    const isDone = queue === null || (await drain(services, connection, queue));
    const waitMs = isDone ? (source.pulledMessages?.everyMs ?? SUBSCRIBED_EVERY_MS) : SECOND_MS;
    await db.query(
      `update channel_pulls set failures = 0, last_error = null, due_at = now() + $2 * interval '1 ms' where shop_id = $1`,
      [shopId, waitMs],
    );
    if (isDone && queue !== null) await noteCallWorked(db, shopId);
  } catch (error) {
    reportProblem(services, shopId, error);
    const { problem, reason } = problemOf(error);
    // A shop that may not have messages is still looked at: only the rate concerns all of its calls.
    if (problem === 'rate-limited') await blockCalls(db, shopId, reason, random);
    await db.query(
      `with before as (select failures from channel_pulls where shop_id = $1)
       update channel_pulls q set failures = least(q.failures + 1, 1000), last_error = left($2, 500),
         due_at = now() + least($3 * power(2, least(before.failures, 10)), $4) * interval '1 ms'
       from before where shop_id = $1`,
      [shopId, storedReason(reason), retryDelayMs(1, random), 60 * SECOND_MS],
    );
  }
}

/**
 * Fetches the messages that wait at the platforms of all shops that are due, stores them and confirms them: never before
 * they are committed, so that a node that dies between loses none; they come again. Returns the work under way by shop,
 * which never rejects. Where messages come over a connection that we hold, the shop is subscribed and nothing is fetched. Shops in `busy` are left out.
 */
export async function pullDue(
  services: FetchServices,
  busy: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, Promise<void>>> {
  const connections = (await services.connections()).filter(
    ({ shopId, source }) => (source.pulledMessages || source.stream) && !busy.has(shopId),
  );
  if (connections.length === 0) return new Map();
  const leased = await leasePulls(
    services.db,
    connections.map(({ shopId }) => shopId),
  );
  return new Map(
    connections
      .filter(({ shopId }) => leased.has(shopId))
      .map((connection) => [
        connection.shopId,
        pull(services, connection).catch((error: unknown) => services.onProblem(connection.shopId, error)),
      ]),
  );
}
