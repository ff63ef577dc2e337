import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { inGroups } from '@/server/groups/in-groups';
import { VERDICT_CONDITION } from '@/server/orders/order-filter';

/** One five-minute slot, with the orders of the same slot a day before. */
export interface TrendSlot {
  readonly at: Instant;
  /** false for the slot that is still filling, and for those ahead, of which only the day before is known. */
  readonly isComplete: boolean;
  readonly orders: number;
  readonly flagged: number;
  readonly dayBefore: number;
  readonly breaches: number;
  readonly opened: number;
  readonly detectP95Ms: number | null;
}

/**
 * 24 slots of five minutes of the past two hours, oldest first (the last one is still filling), and 12 slots ahead with
 * the orders of the day before. Imported history is left out.
 */
export const orderTrend = (sql: Sql, groups: readonly string[] | null): Promise<TrendSlot[]> =>
  sql.query<TrendSlot>(
    `with span as (select date_bin('5 minutes', now(), 'epoch') as filling),
     slots as (select generate_series(filling - interval '115 minutes', filling + interval '60 minutes',
         interval '5 minutes') as at from span),
     placed as (select date_bin('5 minutes', o.placed_at, 'epoch') as at, count(*)::int as n,
         count(*) filter (where ${VERDICT_CONDITION.flagged})::int as flagged
       from orders o, span where not o.is_history and ${inGroups('o.group_id', '$1', groups)}
         and (o.placed_at >= filling - interval '115 minutes' and o.placed_at <= now()
           or o.placed_at >= filling - interval '1555 minutes' and o.placed_at < filling - interval '1375 minutes')
       group by 1),
     broken as (select date_bin('5 minutes', t.overdue_at, 'epoch') as at, count(*)::int as n from tasks t
       where t.overdue_at > now() - interval '2 hours' and ${inGroups('t.group_id', '$1', groups)} group by 1),
     opened as (select date_bin('5 minutes', t.opened_at, 'epoch') as at, count(*)::int as n,
         percentile_cont(0.95) within group (order by t.detect_ms)::float8 as p95 from tasks t
       where t.opened_at > now() - interval '2 hours' and ${inGroups('t.group_id', '$1', groups)} group by 1)
     select s.at, s.at < filling as "isComplete", coalesce(p.n, 0) as orders, coalesce(p.flagged, 0) as flagged,
       coalesce(y.n, 0) as "dayBefore", coalesce(b.n, 0) as breaches, coalesce(c.n, 0) as opened, c.p95 as "detectP95Ms"
     from slots s cross join span left join placed p on p.at = s.at
       left join placed y on y.at = s.at - interval '24 hours'
       left join broken b on b.at = s.at left join opened c on c.at = s.at order by s.at`,
    [groups],
  );
