import * as z from 'zod';
import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';
import type { Reason } from '@/domain/intake/reason';
import { audit } from '../audit';
import type { CallProblem } from '../channels/call-failure';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { withToken } from '../fetching/access-token';
import { noteCallWorked, openBudgets, spendCall } from '../fetching/budget';
import { type Connection, connectionOf } from '../fetching/connections';
import { problemOf } from '../fetching/problem';
import { outboundBytes } from '../links/outbound';
import { createShopDirectory } from '../pipeline/shop-directory';
import { shopIdField } from './shop-fields';

export const testConnectionInput = z.strictObject({ shopId: shopIdField });

/** What became of one real call: how long the platform took, or what was wrong, in codes of the platform. */
export type CallTest =
  | { readonly isOk: true; readonly tookMs: number }
  | {
      readonly isOk: false;
      readonly problem: CallProblem;
      readonly reason: Reason;
      readonly missing: readonly string[];
    };

export interface ConnectionTest {
  /** Asking what changed of late. */
  readonly list: CallTest;
  /** Subscribing to messages; null where the platform asks for none, or the first call failed. */
  readonly messages: CallTest | null;
}

const http = outboundBytes({ timeoutMs: 10 * SECOND_MS, maxBytes: 5_000_000 });
const SPAN_MS = 5 * MINUTE_MS;

async function tryCall(call: () => Promise<unknown>): Promise<CallTest> {
  const begun = performance.now();
  try {
    await call();
    return { isOk: true, tookMs: Math.round(performance.now() - begun) };
  } catch (error) {
    return { isOk: false, ...problemOf(error) };
  }
}

async function testCalls(ctx: Context<UserActor>, connection: Connection): Promise<ConnectionTest> {
  const { shopId } = connection;
  await openBudgets(ctx.db, [connection]);
  const list = await tryCall(async () => {
    const api = connection.open();
    const until = await ctx.db.now();
    await spendCall(ctx.db, connection);
    return withToken(ctx, shopId, api, (token) => api.changedOrders({ from: until - SPAN_MS, until, page: 0 }, token));
  });
  if (!list.isOk) return { list, messages: null };
  // It works again: nothing needs to wait any longer.
  await ctx.db.query(`update channel_budgets set blocked_until = 'epoch' where shop_id = $1`, [shopId]);
  await noteCallWorked(ctx.db, shopId);
  await ctx.db.query(`update channel_streams set retry_at = 'epoch', failures = 0 where shop_ids @> array[$1::text]`, [
    shopId,
  ]);
  const told = connection.openQueue() ?? connection.open();
  if (told.subscribe === undefined) return { list, messages: null };
  const messages = await tryCall(async () => {
    await spendCall(ctx.db, connection);
    return withToken(ctx, shopId, connection.open(), async (token) => told.subscribe?.(token));
  });
  return { list, messages };
}

/**
 * Asks the shop's platform for what changed in the last minutes, signed with what is entered: a real call that changes no order.
 * Throws notFound, and conflict where the channel asks no platform.
 */
export async function testConnection(
  ctx: Context<UserActor>,
  { shopId }: z.infer<typeof testConnectionInput>,
): Promise<ConnectionTest> {
  const { shop } = await createShopDirectory(ctx.db, ctx.keyring).find(shopId);
  if (shop === null) throw notFound('shop');
  const connection = connectionOf(shop, http, Date.now);
  if (connection === null) throw conflict('this channel asks no platform', { why: 'no-test' });
  await ctx.db.tx((tx) => audit(tx, ctx.actor, 'shops.testConnection', shopId));
  return testCalls(ctx, connection);
}
