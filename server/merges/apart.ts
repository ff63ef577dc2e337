import { UNDER_WAY } from '../warehouse/give-orders';

const mergeOf = (key: string): string =>
  `(select m.merge_id from merge_members m where m.order_id = ${key}.order_id and m.split_at is null)`;

/**
 * SQL over kept keys k and x: open orders of one buyer to one address, of a shop that merges, which nobody merged or wants apart.
 * Subselects of one value each: an `exists` the planner may answer by reading its whole table first.
 */
export const APART = `k.state <> 'ended' and x.state <> 'ended' and x.merge_key = k.merge_key and x.order_id <> k.order_id
  and (${mergeOf('k')} = ${mergeOf('x')}) is not true
  and (select true from warehouse_orders q
    where q.order_id in (k.order_id, x.order_id) and q.is_kept_apart and q.state in ${UNDER_WAY} limit 1) is null
  and (select h.merge_mode from orders z join shops h on h.id = z.shop_id where z.id = k.order_id) <> 'off'`;

const MATE = `(select true from merge_keys x where ${APART} limit 1)`;

/** SQL over orders o: another open order of its buyer and address is not merged with it. For the rows of a page. */
export const IS_APART = `coalesce((select ${MATE} from merge_keys k where k.order_id = o.id and k.has_mates), false)`;

/** The same for a filter: the few orders that once had others are known by an index, whichever way the list is read. */
export const IS_ONE_APART = `(o.id in (select k.order_id from merge_keys k where k.has_mates) and ${IS_APART})`;
