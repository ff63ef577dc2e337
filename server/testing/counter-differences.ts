import type { Sql } from '@/db/client';

/** Where the board's counters, folded and pending together, differ from count(*) and sum over the orders themselves. */
export const counterDifferences = (sql: Sql): Promise<unknown[]> =>
  sql.query(
    `with counted as (
       select day, group_id, platform, region, state, sum(n)::bigint as n, sum(amount_fen)::bigint as fen from (
         select * from counters union all select * from counter_deltas) c group by 1, 2, 3, 4, 5
       having sum(n) <> 0 or sum(amount_fen) <> 0
     ), real as (
       select placed_on as day, group_id, platform, coalesce(region, '') as region, board_state as state,
         count(*) as n, sum(coalesce(amount_fen, 0))::bigint as fen from orders group by 1, 2, 3, 4, 5
     )
     select day::text, group_id, platform, region, state, c.n as counted, r.n as real, c.fen as "countedFen", r.fen as "realFen"
     from counted c full join real r using (day, group_id, platform, region, state)
     where c.n is distinct from r.n or c.fen is distinct from r.fen`,
  );
