const COUNT_UP_TO = 10_000;

/** SQL of how many orders of shop `s` wait to be asked for (counted up to 10,000), and since when the first of them is due. */
export const FETCH_BACKLOG = `select count(*)::int as n, min(due_at) filter (where due_at <= now()) as since from (
  select due_at from order_fetches f where f.shop_id = s.id and f.due_at is not null order by f.due_at limit ${COUNT_UP_TO}) x`;

/** SQL of the connection over which the platform tells of orders of shop `s`, if it has one. */
export const STREAM_OF = `select * from channel_streams t where t.shop_ids @> array[s.id] order by t.heard_at desc nulls last limit 1`;
