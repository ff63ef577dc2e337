import type { Write } from '@/db/writes';
import type { PooledOrder } from '@/server/pipeline/pooled-order';

/** Under way: the warehouse has it, or may have it. */
export const UNDER_WAY = `('sending', 'sent', 'accepted', 'shipped', 'cancelling')`;

/** An attempt at giving an order to its shop's warehouse: the code is new each time, and the same for every repeat of it. */
const ATTEMPTS = (rows: string) => `select r.order_id, l.id as link_id, n.attempt, r.is_urgent,
    'TW' || r.order_id || case when n.attempt > 1 then '-' || n.attempt else '' end as code,
    case when r.is_urgent then now() + make_interval(mins => (l.settings->>'acceptMinutes')::int) end as accept_due_at
  from jsonb_to_recordset(${rows}) r (order_id bigint, shop_id text, is_urgent boolean)
  join link_shops s on s.kind = 'qimen' and s.shop_id = r.shop_id join links l on l.id = s.link_id and l.is_active
  cross join lateral (select count(*)::int + 1 as attempt from warehouse_orders w where w.order_id = r.order_id) n
  where not exists (select from warehouse_orders w where w.order_id = r.order_id and w.state in ${UNDER_WAY})`;

/** What has to be known of an order to give it to a warehouse. */
export type Givable = Pick<PooledOrder, 'id' | 'shopId' | 'isUrgent'>;

const rowsOf = (orders: readonly Givable[]) =>
  orders.map(({ id, shopId, isUrgent }) => ({ order_id: id, shop_id: shopId, is_urgent: isUrgent }));

/** Released orders go to their shop's warehouse, where it has one; one whose cancellation is under way goes again after it. */
export const releasedWrites = (orders: readonly Givable[]): Write[] => [
  {
    text: (rows) => `insert into warehouse_orders (order_id, link_id, attempt, code, is_urgent, accept_due_at)
      select order_id, link_id, attempt, code, is_urgent, accept_due_at from (${ATTEMPTS(rows)}) a order by order_id`,
    rows: rowsOf(orders),
  },
  {
    text: (rows) => `insert into outbox (kind, payload, idempotency_key)
      select 'warehouse.create', jsonb_build_object('code', code), 'warehouse.create:' || code
      from (${ATTEMPTS(rows)}) a on conflict (idempotency_key) do nothing`,
    rows: rowsOf(orders),
  },
  {
    text: (rows) => `update warehouse_orders w set is_wanted_again = true
      from jsonb_to_recordset(${rows}) r (order_id bigint) where w.order_id = r.order_id and w.state = 'cancelling'`,
    rows: rowsOf(orders),
  },
];

const CANCELLABLE = `w.state in ('sending', 'sent', 'accepted') and w.cancel_refused_at is null`;

/** Orders that may not ship are taken back from the warehouse, as long as it has not shipped them. */
export const frozenWrites = (orders: readonly Givable[]): Write[] => [
  {
    text: (rows) => `update warehouse_orders w set state = 'cancelling', is_wanted_again = false
      from jsonb_to_recordset(${rows}) r (order_id bigint) where w.order_id = r.order_id and ${CANCELLABLE}`,
    rows: rowsOf(orders),
  },
  {
    text: (rows) => `insert into outbox (kind, payload, idempotency_key)
      select 'warehouse.cancel', jsonb_build_object('code', w.code), 'warehouse.cancel:' || w.code
      from warehouse_orders w join jsonb_to_recordset(${rows}) r (order_id bigint) using (order_id)
      where ${CANCELLABLE} on conflict (idempotency_key) do nothing`,
    rows: rowsOf(orders),
  },
  {
    text: (rows) => `update warehouse_orders w set is_wanted_again = false
      from jsonb_to_recordset(${rows}) r (order_id bigint) where w.order_id = r.order_id and w.state = 'cancelling'`,
    rows: rowsOf(orders),
  },
];

const isReleasedNow = (order: PooledOrder): boolean =>
  !order.isHistory && order.decisions.some(({ action }) => action === 'released');
const isFrozen = (order: PooledOrder): boolean =>
  order.review === 'held' || order.review === 'rejected' || order.facts.status?.value === 'cancelled';

/** What a judged batch means for the warehouses. */
export const warehouseWrites = (orders: readonly PooledOrder[]): Write[] => [
  ...releasedWrites(orders.filter((order) => order.id !== null && isReleasedNow(order))),
  // A new order is at no warehouse.
  ...frozenWrites(orders.filter((order) => order.id !== null && order.version > 1 && isFrozen(order))),
];
