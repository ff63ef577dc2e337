import type { Write } from '@/db/writes';
import type { PooledOrder } from '@/server/pipeline/pooled-order';
import { closeMembers } from './close-members';
import { mergeWordsOf } from './merge-words';

const ROWS = '(order_id bigint, merge_key text, is_merge_sure boolean)';

/** Something new was said of whose it is, where it goes, or what forbids to merge it. */
const mayBelongElsewhere = ({ statements }: PooledOrder): boolean =>
  statements.some(
    ({ isSuperseded, event: { fields } }) =>
      !isSuperseded &&
      (['receiver', 'buyerId', 'refundFen', 'holds', 'paymentMethod'] as const).some((field) => field in fields),
  );

/**
 * An order that no longer belongs with those it waits for, since its buyer has another address now, leaves its merge and is
 * looked at anew; one that belongs with none any more waits under a key of its own.
 */
export function rekeyWrites(orders: readonly PooledOrder[]): Write[] {
  const keyed = orders
    .filter((order) => order.review === 'released' && mayBelongElsewhere(order))
    .map((order) => ({
      order_id: order.id,
      ...(mergeWordsOf(order) ?? { merge_key: `alone ${order.id}`, is_merge_sure: false }),
    }));
  return [
    {
      text: (rows) => `update warehouse_orders w
        set merge_key = r.merge_key, is_merge_sure = r.is_merge_sure, mates_sought_at = null
        from jsonb_to_recordset(${rows}) r ${ROWS}
        where w.order_id = r.order_id and w.state = 'waiting' and w.merge_key <> r.merge_key`,
      rows: keyed,
    },
    {
      text: (rows) =>
        closeMembers(`select r.order_id, 'system' as by_whom, 'changed' as reason
          from jsonb_to_recordset(${rows}) r ${ROWS} join warehouse_orders w using (order_id)
          where w.state = 'waiting' and w.merge_key <> r.merge_key`),
      rows: keyed,
    },
  ];
}
