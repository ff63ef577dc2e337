import type { Sql } from '@/db/client';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { type Reason, storedReason } from '@/domain/intake/reason';
import type { FetchedOrder } from '@/server/channels/channel';
import { announceFailedAgain } from '@/server/dead-letters/announce';
import { type Outcome, storeArrivals } from '@/server/pipeline/inbox-store';
import { shanghaiDay } from '@/server/pipeline/pooled-order';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { LeasedFetch } from './lease';

/** What became of asking for one order. */
export type FetchOutcome =
  | { readonly kind: 'fetched'; readonly order: FetchedOrder }
  /** To be tried again. A try that is not counted says nothing against the order itself. */
  | { readonly kind: 'postponed'; readonly reason: Reason; readonly delayMs: number; readonly isCounted: boolean }
  | { readonly kind: 'dead'; readonly reason: Reason };

export interface SettledFetch {
  readonly fetch: LeasedFetch;
  readonly outcome: FetchOutcome;
}

export interface Settled {
  /** New to the inbox. */
  readonly stored: number;
  /**
   * Of these, the first state that we have of an order, or a later one, of which no push had told. Changes beside the state,
   * such as of a note, are not counted: platforms push none for them.
   */
  readonly ordersByPoll: number;
  readonly updatesByPoll: number;
  readonly dead: number;
}

const keyOf = ({ shopId, orderNo }: { shopId: string; orderNo: string }) => `${shopId}\n${orderNo}`;

/** A platform may list a state before it can give it. */
const LAGGING_SECONDS = 5;

/** Locks the rows that are still leased to us, in key order. */
async function lockOwn(tx: Sql, all: readonly SettledFetch[]): Promise<SettledFetch[]> {
  const rows = await tx.query<{ shopId: string; orderNo: string }>(
    `select f.shop_id as "shopId", f.order_no as "orderNo" from order_fetches f
     join unnest($1::text[], $2::text[], $3::bigint[]) l (shop_id, order_no, token) using (shop_id, order_no, token)
     order by f.shop_id, f.order_no for no key update of f`,
    [all.map(({ fetch }) => fetch.shopId), all.map(({ fetch }) => fetch.orderNo), all.map(({ fetch }) => fetch.token)],
  );
  const own = new Set(rows.map(keyOf));
  return all.filter(({ fetch }) => own.has(keyOf(fetch)));
}

interface Found {
  readonly shopId: string;
  readonly ordersByPoll: number;
  readonly updatesByPoll: number;
}

/** What was fetched is known now; due again where more was told meanwhile, or where the platform lags behind its own list. */
async function markFetched(tx: Sql, rows: readonly object[]): Promise<Found[]> {
  if (rows.length === 0) return [];
  return tx.query<Found>(
    `with r as (select * from jsonb_to_recordset($1::jsonb)
       r ("shopId" text, "orderNo" text, told int, version float8, mark text, "isNew" boolean)),
     was as (select f.shop_id, f.order_no, f.version is null as is_first, f.mark, f.found_by, f.due_by
       from order_fetches f join r on f.shop_id = r."shopId" and f.order_no = r."orderNo"),
     done as (
       update order_fetches f set
         version = case when at_ms(r.version) >= coalesce(f.version, 'epoch') then at_ms(r.version) else f.version end,
         mark = case when at_ms(r.version) >= coalesce(f.version, 'epoch') then r.mark else f.mark end,
         due_at = case when f.told <> r.told then now()
           when f.told_version > at_ms(r.version) and f.attempts < 8
             then now() + make_interval(secs => ${LAGGING_SECONDS} * f.attempts) end,
         due_by = case when f.told <> r.told then 'push' else f.due_by end,
         attempts = case when f.told = r.told and f.told_version > at_ms(r.version) then f.attempts else 0 end,
         last_error = null, dead_at = null, known_at = f.asked_at
       from r where f.shop_id = r."shopId" and f.order_no = r."orderNo")
     select r."shopId", (count(*) filter (where "isNew" and is_first and found_by = 'poll'))::int as "ordersByPoll",
       (count(*) filter (where "isNew" and not is_first and was.mark <> r.mark and due_by = 'poll'))::int as "updatesByPoll"
     from r join was on was.shop_id = r."shopId" and was.order_no = r."orderNo" group by 1`,
    [JSON.stringify(rows)],
  );
}

async function markFailed(tx: Sql, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `update order_fetches f set last_error = left(r.reason, 500),
       attempts = f.attempts - case when r."isCounted" then 0 else 1 end,
       due_at = case when r."delayMs" is not null then now() + r."delayMs" * interval '1 ms'
         when f.told <> r.told then now() end,
       dead_at = case when r."delayMs" is null and f.told = r.told then now() end
     from jsonb_to_recordset($1::jsonb)
       r ("shopId" text, "orderNo" text, told int, reason text, "delayMs" float8, "isCounted" boolean)
     where f.shop_id = r."shopId" and f.order_no = r."orderNo"`,
    [JSON.stringify(rows)],
  );
}

async function countDay(tx: Sql, now: Instant, rows: readonly (Found & { fetched: number; failed: number })[]) {
  await tx.query(
    `insert into channel_days as d (shop_id, day, fetched, failed, orders_by_poll, updates_by_poll)
     select "shopId", $2::date, fetched, failed, "ordersByPoll", "updatesByPoll" from jsonb_to_recordset($1::jsonb)
       r ("shopId" text, fetched int, failed int, "ordersByPoll" int, "updatesByPoll" int) order by 1
     on conflict (shop_id, day) do update set fetched = d.fetched + excluded.fetched, failed = d.failed + excluded.failed,
       orders_by_poll = d.orders_by_poll + excluded.orders_by_poll,
       updates_by_poll = d.updates_by_poll + excluded.updates_by_poll`,
    [JSON.stringify(rows), shanghaiDay(now)],
  );
}

const failedRow = ({ fetch: { shopId, orderNo, told }, outcome }: SettledFetch): object[] => {
  if (outcome.kind === 'fetched') return [];
  const reason = storedReason(outcome.reason);
  const again = outcome.kind === 'postponed' ? outcome : { delayMs: null, isCounted: true };
  return [{ shopId, orderNo, told, reason, delayMs: again.delayMs, isCounted: again.isCounted }];
};

/** Puts the orders of one shop into the inbox and settles their rows, in one transaction. Rows lost to another node are left out. */
export function settleFetches(
  { db, keyring }: SealedDb,
  shopId: string,
  all: readonly SettledFetch[],
): Promise<Settled> {
  return db.tx(async (tx) => {
    const own = await lockOwn(tx, all);
    const fetched = own.flatMap(({ fetch, outcome }) =>
      outcome.kind === 'fetched' ? [{ fetch, order: outcome.order }] : [],
    );
    const arrivals = fetched.map(({ order }) => ({ shopId, key: order.key, body: order.body }));
    const outcomes: Outcome[] = arrivals.length === 0 ? [] : await storeArrivals({ db: tx, keyring }, arrivals);
    const known = fetched.map(({ fetch, order }, n) => {
      const { version, mark } = order;
      return { shopId, orderNo: fetch.orderNo, told: fetch.told, version, mark, isNew: outcomes[n] === 'stored' };
    });
    const [found] = await markFetched(tx, known);
    await markFailed(tx, own.flatMap(failedRow));
    const by = found ?? { shopId, ordersByPoll: 0, updatesByPoll: 0 };
    const dead = own.filter(({ outcome }) => outcome.kind === 'dead');
    await announceFailedAgain(
      tx,
      dead.map(({ fetch }) => `f${shopId}/${fetch.orderNo}`),
    );
    const [clock] = await tx.query<{ now: Instant }>('select now() as now');
    if (clock && own.length > 0)
      await countDay(tx, clock.now, [{ ...by, fetched: fetched.length, failed: own.length - fetched.length }]);
    return { ...by, stored: outcomes.filter((outcome) => outcome === 'stored').length, dead: dead.length };
  });
}

const RETRY_MS = { least: 2 * SECOND_MS, most: 300 * SECOND_MS };

/** The wait before another try: twice as long each time, half of it by chance. */
export const retryDelayMs = (attempts: number, random: () => number): number =>
  Math.min(RETRY_MS.least * 2 ** Math.max(0, attempts - 1), RETRY_MS.most) * (0.5 + random() / 2);
