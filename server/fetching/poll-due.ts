import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { storedReason } from '@/domain/intake/reason';
import { CallFailure } from '@/server/channels/call-failure';
import type { ChangedOrders, ChangeWindow, OrderApi, OrderState } from '@/server/channels/channel';
import { withToken } from './access-token';
import { blockCalls, noteCallWorked, spendCall } from './budget';
import type { Connection } from './connections';
import { type Problem, problemOf, reportProblem } from './problem';
import type { FetchServices } from './services';
import { retryDelayMs } from './settle';

const LEASE_SECONDS = 30;
/** A list longer than this has no end. */
const MOST_PAGES = 5_000;
const BLOCKED_SECONDS = 2;

interface LeasedPoll {
  readonly shopId: string;
  readonly lookedUntil: Instant | null;
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
     returning p.shop_id as "shopId", looked_until as "lookedUntil", failures, now(), p.due_at::text as lease`,
    [shopIds],
  );
  return row ?? null;
}

/** 'list' where the platform tells of nothing by itself: nothing that it should have told of was lost. */
type FoundBy = 'poll' | 'list';

/**
 * Notes which of the listed orders are in a state that we neither have nor were told of. Others stay as they are, so that
 * looking at the same span again asks for nothing.
 */
export async function noteListed(
  tx: Sql,
  shopId: string,
  orders: readonly OrderState[],
  foundBy: FoundBy,
): Promise<void> {
  const newest = new Map<string, OrderState>();
  for (const order of orders) {
    const known = newest.get(order.orderNo);
    if (!known || order.version >= known.version) newest.set(order.orderNo, order);
  }
  const listed = [...newest.values()];
  await tx.query(
    `insert into order_fetches as f (shop_id, order_no, found_by, due_by, due_at, told_version, told_mark)
     select $1, order_no, $5, $5, now(), at_ms(version), mark
     from unnest($2::text[], $3::float8[], $4::text[]) l (order_no, version, mark) order by order_no
     on conflict (shop_id, order_no) do update set told = f.told + 1, dead_at = null,
       told_version = excluded.told_version, told_mark = excluded.told_mark,
       attempts = case when f.due_at is null then 0 else f.attempts end,
       due_by = case when f.due_at is null then $5 else f.due_by end,
       due_at = coalesce(f.due_at, now())
     where not coalesce(excluded.told_version < greatest(f.version, f.told_version)
       or (f.version = excluded.told_version and f.mark = excluded.told_mark)
       or (f.told_version = excluded.told_version and f.told_mark = excluded.told_mark), false)`,
    [shopId, listed.map((o) => o.orderNo), listed.map((o) => o.version), listed.map((o) => o.mark), foundBy],
  );
}

/**
 * Notes which of these orders, of which a list gave the numbers only, have not been asked for since the time by which the list
 * says that they changed: what was asked for later is known.
 */
async function noteUndated(
  tx: Sql,
  shopId: string,
  undated: ChangedOrders['undated'],
  foundBy: FoundBy,
): Promise<void> {
  if (undated === undefined || undated.orderNos.length === 0) return;
  await tx.query(
    `insert into order_fetches as f (shop_id, order_no, found_by, due_by, due_at)
     select $1, order_no, $4, $4, now() from (select distinct unnest($2::text[]) as order_no) l order by order_no
     on conflict (shop_id, order_no) do update set told = f.told + 1, dead_at = null,
       attempts = case when f.due_at is null then 0 else f.attempts end,
       due_by = case when f.due_at is null then $4 else f.due_by end,
       due_at = coalesce(f.due_at, now())
     where coalesce(f.known_at, 'epoch') <= at_ms($3)
       and (f.dead_at is null or coalesce(f.asked_at, 'epoch') <= at_ms($3))`,
    [shopId, undated.orderNos, undated.by, foundBy],
  );
}

/** The orders of a page and how far it has come, together; the new lease, or null when the poll is another node's by now. */
async function storePage(
  { db }: FetchServices,
  { shopId, source }: Connection,
  lease: string,
  page: ChangedOrders,
  lookedUntil: Instant,
): Promise<string | null> {
  return db.tx(async (tx) => {
    const [own] = await tx.query<{ lease: string }>(
      `update channel_polls set looked_until = greatest(looked_until, at_ms($3)),
         due_at = now() + make_interval(secs => ${LEASE_SECONDS})
       where shop_id = $1 and due_at = $2::timestamptz returning due_at::text as lease`,
      [shopId, lease, lookedUntil],
    );
    if (!own) return null;
    const foundBy = source.hintsOf ? 'poll' : 'list';
    await noteListed(tx, shopId, page.orders, foundBy);
    await noteUndated(tx, shopId, page.undated, foundBy);
    return own.lease;
  });
}

/** Makes one call of the poll, with another token where the first is over. */
const callPage = (services: FetchServices, connection: Connection, api: OrderApi, window: ChangeWindow) =>
  withToken(services, connection.shopId, api, async (token) => {
    if (!(await spendCall(services.db, connection))) throw new CallFailure('unavailable', { code: 'calls-paused' });
    return api.changedOrders(window, token);
  });

/** Looks at everything that changed since the last look, and again at the overlap before it. Returns the last lease held. */
async function pollAll(services: FetchServices, connection: Connection, poll: LeasedPoll): Promise<string | null> {
  const { overlapMs, settleMs } = connection.source.poll;
  const until = poll.now - settleMs;
  const api = connection.open();
  let window: ChangeWindow = { from: (poll.lookedUntil ?? poll.now) - overlapMs, until, page: 0 };
  let lease = poll.lease;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await callPage(services, connection, api, window);
    const kept = await storePage(services, connection, lease, page, page.next?.from ?? until);
    if (kept === null || page.next === null) return kept;
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
 * Looks for changes at one shop that is due, page by page, and says whether there was one. Safe on any number of nodes, and
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
    const lease = await pollAll(services, connection, poll);
    await services.db.query(
      `update channel_polls set failures = 0, last_error = null, polled_at = now(), due_at = now() + $3 * interval '1 ms'
       where shop_id = $1 and due_at = $2::timestamptz`,
      [poll.shopId, lease, connection.source.poll.everyMs],
    );
    await noteCallWorked(services.db, poll.shopId);
  } catch (error) {
    reportProblem(services, poll.shopId, error);
    await noteFailure(services, poll, problemOf(error));
  }
  return true;
}
