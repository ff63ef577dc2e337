import type { Write } from '@/db/writes';
import { mergeWordsOf } from '@/server/merges/merge-words';
import { rekeyWrites } from '@/server/merges/rekey';
import type { PooledOrder } from '@/server/pipeline/pooled-order';
import { frozenWrites } from './freeze-orders';
import { saidAnewWrite } from './said-anew';

/** Under way: the warehouse has it, or may have it, or gets it when its wait is over. */
export const UNDER_WAY = `('waiting', 'sending', 'sent', 'accepted', 'shipped', 'cancelling')`;

/**
 * An attempt at giving an order to its shop's warehouse: the code is new each time, and the same for every repeat of it. Orders
 * of one merge have the code of the first of them. An order that may be merged waits as long as its shop says.
 */
const ATTEMPTS = (
  rows: string,
) => `select a.*, case when a.leaves_at is null then 'sending' else 'waiting' end as state,
    first_value('TW' || a.order_id || case when a.attempt > 1 then '-' || a.attempt else '' end)
      over (partition by coalesce(-a.merge_id, a.order_id) order by a.order_id) as code
  from (select r.order_id, l.id as link_id, n.attempt, r.is_urgent, r.merge_key, coalesce(r.is_merge_sure, false) as is_merge_sure,
      m.merge_id, case when r.merge_key is not null and p.merge_mode <> 'off' and p.merge_wait_minutes > 0
        then now() + make_interval(mins => p.merge_wait_minutes) end as leaves_at,
      case when r.is_urgent then now() + make_interval(mins => (l.settings->>'acceptMinutes')::int) end as accept_due_at
    from jsonb_to_recordset(${rows})
      r (order_id bigint, shop_id text, is_urgent boolean, merge_key text, is_merge_sure boolean)
    join link_shops s on s.kind = 'qimen' and s.shop_id = r.shop_id join links l on l.id = s.link_id and l.is_active
    join shops p on p.id = r.shop_id
    left join merge_members m on m.order_id = r.order_id and m.split_at is null
    cross join lateral (select count(*)::int + 1 as attempt from warehouse_orders w where w.order_id = r.order_id) n
    where not exists (select from warehouse_orders w where w.order_id = r.order_id and w.state in ${UNDER_WAY})) a`;

/** What has to be known of an order to give it to a warehouse. */
export type Givable = Pick<PooledOrder, 'id' | 'shopId' | 'isUrgent'>;

const rowOf = ({ id, shopId, isUrgent }: Givable) => ({ order_id: id, shop_id: shopId, is_urgent: isUrgent });

const givenWrites = (given: readonly object[]): Write[] => [
  {
    text: (rows) => `insert into warehouse_orders
        (order_id, link_id, attempt, code, state, is_urgent, accept_due_at, merge_key, is_merge_sure, leaves_at)
      select order_id, link_id, attempt, code, state, is_urgent, accept_due_at, merge_key, is_merge_sure, leaves_at
      from (${ATTEMPTS(rows)}) a order by order_id`,
    rows: given,
  },
  {
    text: (rows) => `insert into outbox (kind, payload, idempotency_key)
      select distinct 'warehouse.create', jsonb_build_object('code', code), 'warehouse.create:' || code
      from (${ATTEMPTS(rows)}) a where state = 'sending' on conflict (idempotency_key) do nothing`,
    rows: given,
  },
  {
    text: (rows) => `update warehouse_orders w set is_wanted_again = true
      from jsonb_to_recordset(${rows}) r (order_id bigint) where w.order_id = r.order_id and w.state = 'cancelling'`,
    rows: given,
  },
];

/**
 * Released orders go to their shop's warehouse, where it has one, at once or when they have waited for others of their buyer;
 * one whose cancellation is under way goes again after it.
 */
export const releasedWrites = (orders: readonly PooledOrder[]): Write[] =>
  givenWrites(orders.map((order) => ({ ...rowOf(order), ...mergeWordsOf(order) })));

/** Orders that were taken back for another's sake go again at once, those of one merge together. */
export const givenAgainWrites = (orders: readonly Givable[]): Write[] => givenWrites(orders.map(rowOf));

const wasDecided = (order: PooledOrder, what: string): boolean => order.decisions.some(({ action }) => action === what);
const isReleasedNow = (order: PooledOrder): boolean => !order.isHistory && wasDecided(order, 'released');
const isFrozen = (order: PooledOrder): boolean =>
  order.review === 'held' ||
  order.review === 'rejected' ||
  order.facts.status?.value === 'cancelled' ||
  wasDecided(order, 'withdrawn');

/** What a judged batch means for the warehouses. */
export function warehouseWrites(orders: readonly PooledOrder[]): Write[] {
  // A new order is at no warehouse.
  const known = orders.filter((order) => order.id !== null && order.version > 1);
  return [
    ...releasedWrites(orders.filter((order) => order.id !== null && isReleasedNow(order))),
    ...frozenWrites(known.filter(isFrozen)),
    ...rekeyWrites(known.filter((order) => !isFrozen(order) && !isReleasedNow(order))),
    saidAnewWrite(known),
  ];
}
