/** SQL over orders o: it waits, and another order waits with which it could be merged and is not. */
export const MERGEABLE = `o.id = any (array(select w.order_id from warehouse_orders w
  left join merge_members m on m.order_id = w.order_id and m.split_at is null
  where w.state = 'waiting' and not w.is_kept_apart and exists (select from warehouse_orders x
    left join merge_members y on y.order_id = x.order_id and y.split_at is null
    where x.state = 'waiting' and x.merge_key = w.merge_key and x.order_id <> w.order_id and not x.is_kept_apart
      and (y.merge_id is null or y.merge_id is distinct from m.merge_id))))`;
