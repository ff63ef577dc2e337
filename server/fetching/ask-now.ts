import * as z from 'zod';
import type { Sql } from '@/db/client';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { type Reason, storedReason } from '@/domain/intake/reason';
import { audit } from '../audit';
import { assertCan } from '../can';
import type { CallProblem } from '../channels/call-failure';
import type { FetchedOrder } from '../channels/channel';
import type { Context, UserActor } from '../context';
import { conflict, invalid, notFound } from '../errors';
import { outboundBytes } from '../links/outbound';
import { createShopDirectory } from '../pipeline/shop-directory';
import { shopIdField } from '../shops/shop-fields';
import { withToken } from './access-token';
import { noteCallWorked, openBudgets, spendCall } from './budget';
import { type Connection, connectionOf } from './connections';
import { countFetches } from './fetch-metrics';
import type { LeasedFetch } from './lease';
import { problemOf } from './problem';
import { type SettledFetch, settleFetches } from './settle';

export const askNowInput = z.strictObject({ shopId: shopIdField, orderNo: z.string().regex(/^[\w-]{1,64}$/) });
type AskNowInput = z.infer<typeof askNowInput>;

/** What a platform answered to a person who asked for an order. */
export type AskedNow =
  /** isNews: it said something that was not known; the order follows within a second. */
  | { readonly isOk: true; readonly isNews: boolean }
  /** paused: nothing is asked of this platform for a while, for the reason that its last call gave. */
  | { readonly isOk: false; readonly problem: CallProblem | 'paused'; readonly reason: string | Reason | null };

const http = outboundBytes({ timeoutMs: 10 * SECOND_MS, maxBytes: 5_000_000 });
const LEASE_SECONDS = 30;
/** An answer that is no older is given again: whoever holds the key down costs the platform no calls. */
const FRESH_SECONDS = 3;

interface Before {
  readonly dueAt: Instant | null;
  readonly deadAt: Instant | null;
  readonly attempts: number;
  readonly isFresh: boolean;
}
interface Lease {
  readonly fetch: LeasedFetch;
  /** null: nobody had told of the order. */
  readonly before: Before | null;
}

/** The right to ask for the order, taken from whoever asks for it just now; null where it has been asked for this moment. */
async function takeLease(tx: Sql, { shopId, orderNo }: AskNowInput): Promise<Lease | null> {
  const [before] = await tx.query<Before>(
    `select due_at as "dueAt", dead_at as "deadAt", attempts,
       known_at is not null and known_at > now() - make_interval(secs => ${FRESH_SECONDS}) as "isFresh"
     from order_fetches where shop_id = $1 and order_no = $2 for no key update`,
    [shopId, orderNo],
  );
  if (before?.isFresh) return null;
  const [fetch] = await tx.query<LeasedFetch>(
    `insert into order_fetches as f (shop_id, order_no, found_by, due_by, due_at, token, asked_at)
     values ($1, $2, 'person', 'person', now() + make_interval(secs => ${LEASE_SECONDS}), nextval('order_fetch_token'), now())
     on conflict (shop_id, order_no) do update set due_at = excluded.due_at, token = excluded.token, asked_at = now(),
       due_by = case when f.due_at is null then 'person' else f.due_by end
     returning shop_id as "shopId", order_no as "orderNo", token, told, attempts`,
    [shopId, orderNo],
  );
  return fetch ? { fetch, before: before ?? null } : null;
}

/** What a person tried in vain changes nothing of when and how often the order is asked for by itself. */
async function giveBack(db: Sql, { fetch, before }: Lease, reason: Reason | null): Promise<void> {
  const own = [fetch.shopId, fetch.orderNo, fetch.token, fetch.told];
  if (before === null)
    await db.query(
      'delete from order_fetches where shop_id = $1 and order_no = $2 and token = $3::bigint and told = $4',
      own,
    );
  await db.query(
    `update order_fetches set due_at = case when told <> $4 then now() else at_ms($5) end, attempts = $6,
       dead_at = case when told = $4 then at_ms($7) end, last_error = coalesce(left($8, 500), last_error)
     where shop_id = $1 and order_no = $2 and token = $3::bigint`,
    [...own, before?.dueAt ?? null, before?.attempts ?? 0, before?.deadAt ?? null, reason && storedReason(reason)],
  );
}

async function whyPaused(db: Sql, shopId: string): Promise<string | null> {
  const [row] = await db.query<{ reason: string | null }>(
    'select last_error as reason from channel_budgets where shop_id = $1',
    [shopId],
  );
  return row?.reason ?? null;
}

async function ask(ctx: Context<UserActor>, connection: Connection, lease: Lease): Promise<AskedNow> {
  const { shopId } = connection;
  await openBudgets(ctx.db, [connection]);
  if (!(await spendCall(ctx.db, connection))) {
    await giveBack(ctx.db, lease, null);
    return { isOk: false, problem: 'paused', reason: await whyPaused(ctx.db, shopId) };
  }
  let order: FetchedOrder;
  try {
    const api = connection.open();
    order = await withToken(ctx, shopId, api, (token) => api.fetchOrder(lease.fetch.orderNo, token));
  } catch (error) {
    const { problem, reason } = problemOf(error);
    await giveBack(ctx.db, lease, reason);
    return { isOk: false, problem, reason };
  }
  await noteCallWorked(ctx.db, shopId);
  const settled: SettledFetch[] = [{ fetch: lease.fetch, outcome: { kind: 'fetched', order } }];
  const result = await settleFetches(ctx, shopId, settled);
  countFetches(settled, result);
  return { isOk: true, isNews: result.stored > 0 };
}

/**
 * Asks the shop's platform for an order at once, before all that waits to be asked for, and puts the answer on the way of every
 * message; an order that nobody had told of becomes known. On record. Throws notFound for a shop out of the caller's reach, and
 * conflict where its channel is not asked for orders, invalid for what is no number of its platform.
 */
export async function askNow(ctx: Context<UserActor>, input: AskNowInput): Promise<AskedNow> {
  const [row] = await ctx.db.query<{ groupId: string }>('select group_id as "groupId" from shops where id = $1', [
    input.shopId,
  ]);
  if (!row) throw notFound('shop');
  assertCan(ctx.actor, 'orders.askNow', row, 'shop');
  const { shop } = await createShopDirectory(ctx.db, ctx.keyring).find(input.shopId);
  const connection = shop?.isActive ? connectionOf(shop, http, Date.now) : null;
  if (connection === null) throw conflict('this shop is not asked for orders', { why: 'not-asked' });
  if (!connection.source.orderNo.test(input.orderNo))
    throw invalid('no order of this platform has such a number', { field: 'orderNo' });
  const lease = await ctx.db.tx(async (tx) => {
    await audit(tx, ctx.actor, 'orders.askNow', input.orderNo, { shopId: input.shopId });
    return takeLease(tx, input);
  });
  return lease === null ? { isOk: true, isNews: false } : ask(ctx, connection, lease);
}
