import type { Sql } from '@/db/client';
import { type Waiting, waitTogether } from './waiting';

/** More in one parcel is for people at the warehouse to arrange. */
export const MEMBERS_MAX = 20;

/**
 * Puts waiting orders, which the caller has locked and found to belong together, into one merge: the one that some of them are
 * in, or a new one. Returns its id. They leave together.
 */
export async function joinOrders(
  tx: Sql,
  orders: readonly [Waiting, ...Waiting[]],
  made: { readonly by: string; readonly reason: string },
): Promise<string> {
  const known = orders.find(({ mergeId }) => mergeId !== null)?.mergeId;
  const [fresh] = known
    ? [{ id: known }]
    : await tx.query<{ id: string }>(
        'insert into merges (shop_id, reason, made_by) values ($1, $2, $3) returning id::text as id',
        [orders[0].shopId, made.reason, made.by],
      );
  if (!fresh) throw new Error('a merge was not stored');
  const joining = orders.filter(({ mergeId }) => mergeId === null);
  await tx.query('insert into merge_members (merge_id, order_id, joined_by) select $1, unnest($2::bigint[]), $3', [
    fresh.id,
    joining.map(({ orderId }) => orderId),
    made.by,
  ]);
  await tx.query('update warehouse_orders set is_kept_apart = false where id = any($1::bigint[])', [
    orders.map(({ id }) => id),
  ]);
  await waitTogether(tx, orders);
  return fresh.id;
}
