import * as z from 'zod';
import { whyAlone } from '@/domain/merge/why-alone';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, invalid } from '../errors';
import { announceOutside } from '../warehouse/announce';
import { joinOrders, MEMBERS_MAX } from './join';
import { orderIdField, reachWaiting, reasonField, refused } from './reach';

export const mergeInput = z.strictObject({
  /** One of them may be in a merge already: the others join it. */
  orderIds: z.array(orderIdField).min(2).max(MEMBERS_MAX),
  reason: reasonField,
});

/**
 * Puts waiting orders of one buyer to one address together, so that they go to the warehouse as one. Returns the merge's id.
 * Throws notFound, invalid (they do not belong together, too many) and conflict with the reason that keeps one of them apart.
 */
export async function mergeOrders(
  ctx: Context<UserActor>,
  { orderIds, reason }: z.infer<typeof mergeInput>,
): Promise<{ mergeId: string }> {
  const mergeId = await ctx.db.tx(async (tx) => {
    const { orders, byKey } = await reachWaiting(tx, ctx.actor, 'merges.merge', orderIds);
    if (orders.length < 2) throw invalid('one order is no merge', { why: 'one' });
    for (const order of orders) {
      const why = whyAlone(order, true);
      if (why !== null) throw refused(order, why);
    }
    const chosen = [...byKey.values()].flat().filter(({ orderId }) => orderIds.includes(orderId));
    const [first, ...rest] = chosen;
    if (first === undefined || chosen.length < orders.length)
      throw conflict('one of them has just left', { why: 'left' });
    if (byKey.size > 1) throw invalid('not of one buyer to one address', { why: 'other-key' });
    const merges = new Set(chosen.flatMap(({ mergeId: known }) => known ?? []));
    if (merges.size > 1) throw conflict('they are in two merges', { why: 'two-merges' });
    if (merges.size === 1 && chosen.every(({ mergeId: known }) => known !== null))
      throw conflict('they are merged already', { why: 'merged' });
    const all = [...byKey.values()].flat().filter((one) => one.mergeId !== null && merges.has(one.mergeId));
    const together = [first, ...rest, ...all.filter((one) => !chosen.includes(one))] as const;
    if (together.length > MEMBERS_MAX) throw invalid('too many orders for one parcel', { why: 'too-many' });
    const id = await joinOrders(tx, together, { by: ctx.actor.userId, reason });
    const members = together.map(({ orderId }) => orderId);
    await audit(tx, ctx.actor, 'merges.merge', id, { orderIds: members, reason });
    await announceOutside(
      tx,
      [...byKey.values()].flat().map(({ orderId }) => orderId),
    );
    return id;
  });
  ctx.wakeFeed();
  return { mergeId };
}
