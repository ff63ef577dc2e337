import type { Write } from '@/db/writes';
import { closeMembers } from '@/server/merges/close-members';
import type { PooledOrder } from '@/server/pipeline/pooled-order';

const CANCELLABLE = `w.state in ('sending', 'sent', 'accepted') and w.cancel_refused_at is null`;
const ROWS = '(order_id bigint, why text)';

/** Those that wait never leave; their merges go on without them, and whoever looks at these learns of it. */
const waitingWrites = (frozen: readonly object[]): Write[] => [
  {
    text: (rows) => `update warehouse_orders w set state = 'cancelled', settled_at = now()
      from jsonb_to_recordset(${rows}) r ${ROWS} where w.order_id = r.order_id and w.state = 'waiting'`,
    rows: frozen,
  },
  {
    text: (rows) =>
      closeMembers(`select r.order_id, 'system' as by_whom, r.why as reason from jsonb_to_recordset(${rows}) r ${ROWS}
        join warehouse_orders w using (order_id) where w.state = 'waiting'`),
    rows: frozen,
  },
  {
    text: (rows) => `insert into feed (topic, rooms, entity_id, version, patch)
      select distinct 'outside.changed', array['order:' || x.order_id], x.order_id::text, 1,
        jsonb_build_object('orderId', x.order_id::text)
      from jsonb_to_recordset(${rows}) r ${ROWS} join warehouse_orders w using (order_id)
        join warehouse_orders x on x.merge_key = w.merge_key and x.state = 'waiting' where w.state = 'waiting'`,
    rows: frozen,
  },
];

/**
 * Those that are at a warehouse are taken back, with what was merged with them, as long as they have not shipped; the others
 * go again after that.
 */
const takenBackWrites = (frozen: readonly object[]): Write[] => [
  {
    text: (rows) => `update warehouse_orders w set state = 'cancelling',
        is_wanted_again = w.order_id not in (select order_id from jsonb_to_recordset(${rows}) r ${ROWS})
      where w.id in (select x.id from warehouse_orders x where x.state in ('sending', 'sent', 'accepted') and x.code in
          (select w.code from warehouse_orders w join jsonb_to_recordset(${rows}) r ${ROWS} using (order_id) where ${CANCELLABLE})
        order by x.id for update)`,
    rows: frozen,
  },
  {
    text: (rows) => `insert into outbox (kind, payload, idempotency_key)
      select distinct 'warehouse.cancel', jsonb_build_object('code', w.code), 'warehouse.cancel:' || w.code
      from warehouse_orders w join jsonb_to_recordset(${rows}) r ${ROWS} using (order_id)
      where ${CANCELLABLE} on conflict (idempotency_key) do nothing`,
    rows: frozen,
  },
  {
    text: (rows) => `update warehouse_orders w set is_wanted_again = false
      from jsonb_to_recordset(${rows}) r ${ROWS} where w.order_id = r.order_id and w.state = 'cancelling'`,
    rows: frozen,
  },
];

/** Orders that may not ship do not leave, or are taken back from the warehouse. */
export function frozenWrites(orders: readonly PooledOrder[]): Write[] {
  const frozen = orders.map(({ id, facts }) => ({
    order_id: id,
    why: facts.status?.value === 'cancelled' ? 'cancelled' : 'held',
  }));
  return [...waitingWrites(frozen), ...takenBackWrites(frozen)];
}
