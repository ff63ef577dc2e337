import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { assertServes } from '@/server/customers/groups';
import { notFound } from '@/server/errors';
import type { Keyring } from '@/server/privacy/keyring';
import { PURPOSE } from '@/server/privacy/sealed-columns';

const id = z.string().regex(/^\d{1,19}$/);
export const recentInput = z
  .object({
    customerId: id.optional(),
    orderId: id.optional(),
    limit: z.number().int().min(1).max(50).default(5),
    /** The id of the oldest interaction shown so far. */
    before: id.optional(),
  })
  .strict()
  .refine((input) => input.customerId !== undefined || input.orderId !== undefined, 'customerId or orderId is needed');

/** One message, call, SMS, system line or note, as it is shown. */
export interface Interaction {
  readonly interactionId: string;
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly orderNo: string | null;
  readonly channel: string;
  readonly kind: 'message' | 'call' | 'sms' | 'system' | 'note';
  readonly direction: 'in' | 'out' | 'none';
  readonly author: string | null;
  readonly authorName: string | null;
  /** Empty once it has been taken back, or removed. */
  readonly body: string;
  /** The text was removed because its time was over. */
  readonly isRemoved: boolean;
  readonly intent: string | null;
  readonly intentBp: number | null;
  readonly sendState: 'queued' | 'sent' | 'failed' | 'sent-outside' | null;
  /** One of SEND_FAILURES (domain/reply/quota) when sending failed. */
  readonly sendError: string | null;
  readonly isRecalled: boolean;
  readonly at: Instant;
  readonly version: number;
}

/** Of the customer, of their orders, of the order's buyer and of whoever wrote about those: each by its own index. */
const RECENT_SQL = `with their_orders as (
    select order_id as id from customer_orders where customer_id = $1::bigint
    union select $2::bigint where $2::bigint is not null
    union (select b.id from orders o join orders b on b.buyer_id = o.buyer_id and b.shop_id = o.shop_id
      where o.id = $2::bigint order by b.placed_at desc limit 20)
  ), their_customers as (
    select $1::bigint as id where $1::bigint is not null
    union select b.customer_id from their_orders o join customer_orders b on b.order_id = o.id where $1::bigint is null
  ), edge as (select at, id from interactions where id = $3::bigint),
  found as (
    (select i.* from their_customers c cross join lateral (
       select * from interactions i where i.customer_id = c.id
         and ($3::bigint is null or (i.at, i.id) < (select at, id from edge))
       order by i.at desc, i.id desc limit $4) i)
    union
    (select i.* from their_orders o cross join lateral (
       select * from interactions i where i.order_id = o.id
         and ($3::bigint is null or (i.at, i.id) < (select at, id from edge))
       order by i.at desc, i.id desc limit $4) i)
  )
  select i.id as "interactionId", i.customer_id as "customerId", i.order_id as "orderId", o.order_no as "orderNo",
    i.channel, i.kind, i.direction, i.author, u.name as "authorName",
    case when i.recalled_at is null then i.sealed_body end as sealed, i.sealed_body is null as "isRemoved", i.intent, i.intent_bp as "intentBp",
    i.send_state as "sendState", i.send_error as "sendError", i.recalled_at is not null as "isRecalled", i.at,
    i.version::int as version
  from found i left join orders o on o.id = i.order_id left join users u on u.id = i.author
  order by i.at desc, i.id desc limit $4`;

interface SealedInteraction extends Omit<Interaction, 'body'> {
  readonly sealed: Buffer | null;
}

const openInteraction = (keyring: Keyring, { sealed, ...row }: SealedInteraction): Interaction => ({
  ...row,
  body: sealed === null ? '' : keyring.openText(sealed, PURPOSE.interaction),
});

/**
 * The last interactions of a customer or around an order, across orders and channels, newest first. Customers and orders
 * of other groups are not found.
 */
export async function recentInteractions(
  ctx: Context<UserActor>,
  input: z.output<typeof recentInput>,
): Promise<{ readonly items: readonly Interaction[]; readonly more: boolean }> {
  const { customerId = null, orderId = null, limit, before = null } = input;
  if (customerId !== null) await assertServes(ctx.db, ctx.actor, 'interactions.recent', customerId);
  if (orderId !== null) {
    const [order] = await ctx.db.query<{ groupId: string }>(
      'select group_id as "groupId" from orders where id = $1::bigint',
      [orderId],
    );
    if (!order) throw notFound('order');
    assertCan(ctx.actor, 'interactions.recent', { groupId: order.groupId }, 'order');
  }
  const found = await ctx.db.query<SealedInteraction>(RECENT_SQL, [customerId, orderId, before, limit + 1]);
  return { items: found.slice(0, limit).map((row) => openInteraction(ctx.keyring, row)), more: found.length > limit };
}
