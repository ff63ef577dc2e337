import { UNDER_WAY } from '../warehouse/give-orders';

/** SQL over kept keys k and x: open orders of one buyer to one address, of a shop that merges, which nobody merged or wants apart. */
export const APART = `k.state <> 'ended' and x.state <> 'ended' and x.merge_key = k.merge_key and x.order_id <> k.order_id
  and not exists (select from merge_members m join merge_members y on y.merge_id = m.merge_id and y.split_at is null
    where m.order_id = k.order_id and m.split_at is null and y.order_id = x.order_id)
  and not exists (select from warehouse_orders q
    where q.order_id in (k.order_id, x.order_id) and q.is_kept_apart and q.state in ${UNDER_WAY})
  and exists (select from orders z join shops h on h.id = z.shop_id where z.id = k.order_id and h.merge_mode <> 'off')`;

const HAS_MATES = `k.has_mates and exists (select from merge_keys x where ${APART})`;

/** SQL over orders o: another open order of its buyer and address is not merged with it. For the rows of a page. */
export const IS_APART = `exists (select from merge_keys k where k.order_id = o.id and ${HAS_MATES})`;

/** The same for a filter, which asks it once of the few orders that have others and not of every order. */
export const IS_ONE_APART = `o.id = any (array(select k.order_id from merge_keys k where ${HAS_MATES}))`;
