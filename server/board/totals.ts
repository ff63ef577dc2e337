import type { Sql } from '@/db/client';
import { inGroups } from '@/server/groups/in-groups';
import { TODAY } from '@/server/seats/day-figures';

/** Orders of one cell of the board: a platform, a region and a state, placed today. */
export interface TotalsCell {
  readonly platform: string;
  readonly region: string;
  readonly state: string;
  readonly n: number;
  readonly amountFen: number;
}

/**
 * Today's orders by platform, region and state: folded counters plus what is not folded yet, in one statement, so
 * that the sum is exact at every moment.
 */
export const todaysTotals = (sql: Sql, groups: readonly string[] | null): Promise<TotalsCell[]> =>
  sql.query<TotalsCell>(
    `with today as (select (${TODAY} at time zone 'Asia/Shanghai')::date as day)
     select platform, region, state, sum(n)::float8 as n, sum(amount_fen)::float8 as "amountFen" from (
       select platform, region, state, n, amount_fen from counters, today
         where counters.day = today.day and ${inGroups('group_id', '$1', groups)}
       union all
       select platform, region, state, n, amount_fen from counter_deltas, today
         where counter_deltas.day = today.day and ${inGroups('group_id', '$1', groups)}) c
     group by platform, region, state having sum(n) <> 0 order by platform, region, state`,
    [groups],
  );
