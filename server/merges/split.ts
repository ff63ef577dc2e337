import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict } from '../errors';
import { announceOutside } from '../warehouse/announce';
import { closeMembers } from './close-members';
import { orderIdField, reachOne, reasonField } from './reach';

export const splitInput = z.strictObject({
  orderId: orderIdField,
  /** one: this order leaves the merge; all: the merge ends. */
  what: z.enum(['one', 'all']),
  reason: reasonField,
});

/**
 * Undoes a merge, for one of its orders or all, until it has left for the warehouse. What a person splits is not put together
 * again by itself. Throws notFound, and conflict when it has left or is in no merge.
 */
export async function splitOrders(
  ctx: Context<UserActor>,
  { orderId, what, reason }: z.infer<typeof splitInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const { own, waiting } = await reachOne(tx, ctx.actor, 'merges.split', orderId);
    const { mergeId } = own;
    if (mergeId === null) throw conflict('it is in no merge', { why: 'not-merged' });
    const members = waiting.filter((one) => one.mergeId === mergeId);
    const out = what === 'all' ? members : [own];
    await tx.query(closeMembers('select unnest($1::bigint[]) as order_id, $2::text as by_whom, $3::text as reason'), [
      out.map((one) => one.orderId),
      ctx.actor.userId,
      reason,
    ]);
    await tx.query('update warehouse_orders set is_kept_apart = true where id = any($1::bigint[])', [
      out.map(({ id }) => id),
    ]);
    const outIds = out.map((one) => one.orderId);
    await audit(tx, ctx.actor, 'merges.split', mergeId, { orderIds: outIds, what, reason });
    await announceOutside(
      tx,
      waiting.map((one) => one.orderId),
    );
  });
  ctx.wakeFeed();
}
