import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';

/** Orders of one five-minute slot, and of the same slot a day before. */
export interface TrendSlot {
  readonly at: Instant;
  readonly orders: number;
  readonly abnormal: number;
  readonly dayBefore: number;
  readonly breaches: number;
}

/** The past two hours in 24 slots of five minutes, oldest first; the last slot is still filling. */
export const orderTrend = (sql: Sql, groupId: string | null): Promise<TrendSlot[]> =>
  sql.query<TrendSlot>(
    `with slots as (select generate_series(
         date_bin('5 minutes', now(), 'epoch') - interval '115 minutes', date_bin('5 minutes', now(), 'epoch'),
         interval '5 minutes') as at),
     placed as (select date_bin('5 minutes', placed_at, 'epoch') as at, count(*)::int as n,
         count(*) filter (where class in ('abnormal', 'confirm'))::int as abnormal
       from orders where (placed_at between now() - interval '2 hours' and now()
         or placed_at between now() - interval '26 hours' and now() - interval '24 hours')
         and ($1::text is null or group_id = $1) group by 1),
     broken as (select date_bin('5 minutes', overdue_at, 'epoch') as at, count(*)::int as n from tasks
       where overdue_at > now() - interval '2 hours' and ($1::text is null or group_id = $1) group by 1)
     select s.at, coalesce(p.n, 0) as orders, coalesce(p.abnormal, 0) as abnormal, coalesce(y.n, 0) as "dayBefore",
       coalesce(b.n, 0) as breaches
     from slots s left join placed p on p.at = s.at left join placed y on y.at = s.at - interval '24 hours'
     left join broken b on b.at = s.at order by s.at`,
    [groupId],
  );
