import { setImmediate as breathe } from 'node:timers/promises';
import * as z from 'zod';
import type { Reason } from '@/domain/intake/reason';
import type { FactMap } from '@/domain/order/merge-events';
import { audit } from '../audit';
import { assertCan } from '../can';
import type { Context, UserActor } from '../context';
import { invalid, notFound } from '../errors';
import { type CleanedMessages, cleanMessages, type InboxRow } from '../pipeline/clean';
import type { Statement } from '../pipeline/pool';
import { shopIdField } from '../shops/shop-fields';
import { differingFacts, type FactDifference, foldAgain } from './fold-again';
import { messagesOfOrders, nextMessages, openedRows, type StoredMessage } from './stored-messages';

const instant = z.number().int().min(0).max(8_640_000_000_000_000);
export const replayInput = z.strictObject({
  shopId: shopIdField,
  from: instant,
  to: instant,
  /** The last message of the step before; left out at the beginning. */
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
type ReplayInput = z.infer<typeof replayInput>;

export interface DifferingOrder {
  /** null: the pool does not have it. */
  readonly orderId: string | null;
  readonly orderNo: string;
  readonly fields: readonly FactDifference[];
}

/** What one step of a replay found; the sum of all steps is the replay. */
export interface ReplayStep {
  readonly messages: number;
  readonly same: number;
  readonly different: readonly DifferingOrder[];
  readonly unreadable: readonly { readonly inboxId: string; readonly reason: Reason }[];
  /** Orders of which a body was removed when its time was over: they cannot be folded again. */
  readonly missing: number;
  /** Where the next step begins; null: this was the last. */
  readonly next: string | null;
}

const STEP_MESSAGES = 150;
/** Messages read without giving others a turn: a few milliseconds. */
const BREATH = 25;

interface Pooled {
  readonly id: string;
  readonly orderNo: string;
  readonly facts: FactMap;
}

async function assertReplayable(ctx: Context<UserActor>, { shopId, from, to, after }: ReplayInput): Promise<void> {
  if (to <= from) throw invalid('the span ends before it begins', { field: 'to' });
  const [shop] = await ctx.db.query<{ groupId: string }>('select group_id as "groupId" from shops where id = $1', [
    shopId,
  ]);
  if (!shop) throw notFound('shop');
  assertCan(ctx.actor, 'health.replay', shop, 'shop');
  if (after === undefined) await ctx.db.tx((tx) => audit(tx, ctx.actor, 'health.replay', shopId, { from, to }));
}

/** Reads messages a few at a time, so that nobody else waits for it. */
async function cleanInBreaths(rows: readonly InboxRow[]): Promise<Pick<CleanedMessages, 'statements' | 'unreadable'>> {
  const parts: CleanedMessages[] = [];
  for (let at = 0; at < rows.length; at += BREATH) {
    parts.push(cleanMessages(rows.slice(at, at + BREATH)));
    await breathe();
  }
  return {
    statements: parts.flatMap(({ statements }) => statements),
    unreadable: parts.flatMap(({ unreadable }) => unreadable),
  };
}

const orderNosOf = (statements: readonly Statement[]) => [...new Set(statements.map(({ event }) => event.orderNo))];

/** Whether an order was looked at in an earlier step: some message of it came before this one, within the span. */
const wasSeen = (told: readonly StoredMessage[], { from, to, after }: ReplayInput): boolean =>
  after !== undefined &&
  told.some(({ id, receivedAt }) => BigInt(id) <= BigInt(after) && receivedAt >= from && receivedAt < to);

/** The order folded anew from all that told of it; null where a part of that is gone. */
async function factsAgain(
  { keyring }: Context<UserActor>,
  orderNo: string,
  told: readonly StoredMessage[],
  fresh: readonly Statement[],
): Promise<FactMap | null> {
  if (told.some(({ sealed }) => sealed === null)) return null;
  const { statements } = await cleanInBreaths(openedRows(keyring, told));
  const known = new Set(told.map(({ id }) => id));
  const all = [...statements, ...fresh.filter(({ inboxId }) => !known.has(inboxId))];
  return foldAgain(
    keyring,
    all.filter(({ event }) => event.orderNo === orderNo),
  );
}

/**
 * One step of a dry run: reads the stored messages of a span again, folds every order that they speak of anew from all of its
 * messages, and says what would differ from the pool as it is now. Writes nothing but that somebody asked. Throws notFound, and
 * invalid for a span that ends before it begins.
 */
export async function replay(ctx: Context<UserActor>, input: ReplayInput): Promise<ReplayStep> {
  await assertReplayable(ctx, input);
  const span = await nextMessages(ctx.db, input, STEP_MESSAGES);
  const { statements, unreadable } = await cleanInBreaths(openedRows(ctx.keyring, span));
  const orderNos = orderNosOf(statements);
  const rows = await ctx.db.query<Pooled>(
    'select id::text as id, order_no as "orderNo", facts from orders where shop_id = $1 and order_no = any ($2)',
    [input.shopId, orderNos],
  );
  const pooled = new Map(rows.map((row) => [row.orderNo, row]));
  const told = await messagesOfOrders(
    ctx.db,
    rows.map(({ id }) => id),
  );
  const found = { same: 0, missing: 0, different: [] as DifferingOrder[] };
  for (const orderNo of orderNos) {
    const order = pooled.get(orderNo);
    const messages = (order && told.get(order.id)) ?? [];
    if (wasSeen(messages, input)) continue;
    const again = await factsAgain(ctx, orderNo, messages, statements);
    const fields = again === null ? [] : differingFacts(order?.facts ?? {}, again);
    if (again === null) found.missing += 1;
    else if (fields.length === 0) found.same += 1;
    else found.different.push({ orderId: order?.id ?? null, orderNo, fields });
  }
  const next = span.length === STEP_MESSAGES ? (span.at(-1)?.id ?? null) : null;
  return { ...found, messages: span.length, unreadable, next };
}
