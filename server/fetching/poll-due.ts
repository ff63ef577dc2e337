import type { Sql } from '@/db/client';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { storedReason } from '@/domain/intake/reason';
import { CallFailure } from '@/server/channels/call-failure';
import type { ChangedOrders, ChangeWindow, OrderApi } from '@/server/channels/channel';
import { withToken } from './access-token';
import { blockCalls, noteCallWorked, spendCall } from './budget';
import type { Connection } from './connections';
import { foundByOf, noteListed, noteUndated } from './listed';
import { type Problem, problemOf, reportProblem } from './problem';
import type { FetchServices } from './services';
import { retryDelayMs } from './settle';

const LEASE_SECONDS = 30;
/** A list longer than this has no end. */
const MOST_PAGES = 5_000;
/** After so many pages a look goes on at its next turn: one far back keeps no other shop waiting. */
const PAGES_A_TURN = 50;
/** Of the shop's calls, those that are left to its orders while a look goes on. */
const LOOK_SHARE = 0.5;
const BLOCKED_SECONDS = 2;

interface LeasedPoll {
  readonly shopId: string;
  readonly lookedUntil: Instant | null;
  /** What changed before this time waited when the first look began; null: that is not known of any. */
  readonly waitingUntil: Instant | null;
  readonly failures: number;
  readonly now: Instant;
  /** The lease itself: whoever finds another one has lost it. */
  readonly lease: string;
}

async function leasePoll(db: Sql, shopIds: readonly string[]): Promise<LeasedPoll | null> {
  const [row] = await db.query<LeasedPoll>(
    `with due as (select shop_id from channel_polls where due_at <= now() and shop_id = any($1::text[])
       order by due_at limit 1 for update skip locked)
     update channel_polls p set due_at = now() + make_interval(secs => ${LEASE_SECONDS}) from due
     where p.shop_id = due.shop_id
     returning p.shop_id as "shopId", looked_until as "lookedUntil", failures, now(), p.due_at::text as lease,
       case when waiting_until is not null then least(waiting_until, now()) end as "waitingUntil"`,
    [shopIds],
  );
  return row ?? null;
}

/** The orders of a page and how far it has come, together; the new lease, or null when the poll is another node's by now. */
async function storePage(
  { db }: FetchServices,
  connection: Connection,
  { waitingUntil, lease }: LeasedPoll,
  page: ChangedOrders,
  window: ChangeWindow,
): Promise<string | null> {
  const { shopId } = connection;
  return db.tx(async (tx) => {
    const [own] = await tx.query<{ lease: string }>(
      `update channel_polls set looked_until = greatest(looked_until, at_ms($3)), waiting_until = at_ms($4),
         due_at = now() + make_interval(secs => ${LEASE_SECONDS})
       where shop_id = $1 and due_at = $2::timestamptz returning due_at::text as lease`,
      [shopId, lease, page.next?.from ?? window.until, waitingUntil],
    );
    if (!own) return null;
    const foundBy = foundByOf(connection, waitingUntil);
    await noteListed(tx, shopId, page.orders, foundBy);
    await noteUndated(tx, shopId, page.undated, foundBy(window.from));
    return own.lease;
  });
}

/** Makes one call of the poll, with another token where the first is over. */
const callPage = (services: FetchServices, connection: Connection, api: OrderApi, window: ChangeWindow) =>
  withToken(services, connection.shopId, api, async (token) => {
    if (!(await spendCall(services.db, connection))) throw new CallFailure('unavailable', { code: 'calls-paused' });
    return api.changedOrders(window, token);
  });

/** The end of a turn: the last lease held, and how long until the next. */
interface Turn {
  readonly lease: string | null;
  /** Everything up to now was looked at. */
  readonly isWhole: boolean;
  readonly waitMs: number;
}

/**
 * Looks at what changed since the last look, and again at the overlap before it. A long look stops where its next turn begins
 * further on than this one did.
 */
async function pollTurn(services: FetchServices, connection: Connection, poll: LeasedPoll): Promise<Turn> {
  const { overlapMs, settleMs, everyMs } = connection.source.poll;
  const start = poll.lookedUntil ?? poll.now;
  const until = poll.now - settleMs;
  const api = connection.open();
  let window: ChangeWindow = { from: start - overlapMs, until, page: 0 };
  let { lease } = poll;
  for (let pages = 1; pages <= MOST_PAGES; pages += 1) {
    const page = await callPage(services, connection, api, window);
    const kept = await storePage(services, connection, { ...poll, lease }, page, window);
    if (kept === null || page.next === null) return { lease: kept, isWhole: true, waitMs: everyMs };
    if (pages >= PAGES_A_TURN && page.next.from > start) {
      const waitMs = (pages / (connection.callsPerSecond * LOOK_SHARE)) * SECOND_MS;
      return { lease: kept, isWhole: false, waitMs };
    }
    lease = kept;
    window = page.next;
  }
  throw new CallFailure('refused', { code: 'endless-list' });
}

async function noteFailure(services: FetchServices, poll: LeasedPoll, { problem, reason }: Problem): Promise<void> {
  const { db, random } = services;
  if (problem !== 'refused' && problem !== 'unavailable') await blockCalls(db, poll.shopId, reason, random);
  const waitMs = Math.max(BLOCKED_SECONDS * 1_000, retryDelayMs(poll.failures + 1, random));
  await db.query(
    `update channel_polls set failures = least(failures + 1, 1000), last_error = left($3, 500),
       due_at = now() + $4 * interval '1 ms' where shop_id = $1 and due_at >= $2::timestamptz`,
    [poll.shopId, poll.lease, storedReason(reason), waitMs],
  );
}

/**
 * Looks for changes at one shop that is due, page by page, for one turn, and says whether there was one. Safe on any number of nodes, and
 * goes on where a node that died left off: pages are stored only by whoever holds the lease.
 */
export async function pollDue(services: FetchServices): Promise<boolean> {
  const connections = await services.connections();
  const poll = await leasePoll(
    services.db,
    connections.map(({ shopId }) => shopId),
  );
  const connection = connections.find(({ shopId }) => shopId === poll?.shopId);
  if (poll === null || connection === undefined) return false;
  try {
    const { lease, isWhole, waitMs } = await pollTurn(services, connection, poll);
    await services.db.query(
      `update channel_polls set failures = 0, last_error = null, due_at = now() + $3 * interval '1 ms',
         polled_at = case when $4 then now() else polled_at end where shop_id = $1 and due_at = $2::timestamptz`,
      [poll.shopId, lease, waitMs, isWhole],
    );
    await noteCallWorked(services.db, poll.shopId);
  } catch (error) {
    reportProblem(services, poll.shopId, error);
    await noteFailure(services, poll, problemOf(error));
  }
  return true;
}
