import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';

/** The six tiles. Shares are basis points, times ms; null = nothing to measure yet. */
export interface Gauges {
  readonly ordersLastHour: number;
  readonly judgedLastHour: number;
  readonly abnormalBp: number | null;
  readonly autoPassBp: number | null;
  readonly detectP95Ms: number | null;
  readonly detectP99Ms: number | null;
  readonly overdue: number;
  readonly overdueOldestAt: Instant | null;
  readonly golden: number;
  readonly unclaimed: number;
  readonly unclaimedOldestAt: Instant | null;
  readonly toldWithinTenBp: number | null;
  readonly toldOf: number;
}

/** Reads the six tiles: orders of the past hour, open cards, and breaches of the past 24 hours. */
export async function boardGauges(sql: Sql, groupId: string | null): Promise<Gauges | null> {
  const [row] = await sql.query<Gauges>(
    `select h.*, d.*, c.*, b.*
     from (select count(*)::int as "ordersLastHour", count(*) filter (where verdict is not null)::int as "judgedLastHour",
         (10000.0 * count(*) filter (where class in ('abnormal', 'confirm'))
           / nullif(count(*) filter (where verdict is not null), 0))::float8 as "abnormalBp",
         (10000.0 * count(*) filter (where verdict->>'route' = 'pass')
           / nullif(count(*) filter (where verdict is not null), 0))::float8 as "autoPassBp"
       from orders where placed_at > now() - interval '1 hour' and not is_history
         and ($1::text is null or group_id = $1)) h,
     (select percentile_cont(0.95) within group (order by detect_ms)::float8 as "detectP95Ms",
         percentile_cont(0.99) within group (order by detect_ms)::float8 as "detectP99Ms"
       from tasks where opened_at > now() - interval '1 hour' and detect_ms is not null
         and ($1::text is null or group_id = $1)) d,
     (select count(*) filter (where is_overdue)::int as overdue,
         min(due_at) filter (where is_overdue) as "overdueOldestAt",
         count(*) filter (where is_overdue and due_at > now() - interval '10 minutes')::int as golden,
         count(*) filter (where seat_id is null)::int as unclaimed,
         min(opened_at) filter (where seat_id is null) as "unclaimedOldestAt"
       from tasks where state = 'open' and ($1::text is null or group_id = $1)) c,
     (select count(*)::int as "toldOf", (10000.0 * count(*) filter (where exists (
           select 1 from interactions i where i.direction = 'out' and i.at between t.overdue_at
             and t.overdue_at + interval '10 minutes' and (i.order_id = t.order_id or i.customer_id = t.customer_id)))
           / nullif(count(*), 0))::float8 as "toldWithinTenBp"
       from tasks t where t.overdue_at > now() - interval '24 hours' and t.overdue_at < now() - interval '10 minutes'
         and ($1::text is null or t.group_id = $1)) b`,
    [groupId],
  );
  return row ?? null;
}
