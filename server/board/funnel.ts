import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { STAGE_LIMITS } from '@/domain/clocks/stage-limits';
import { STAGES, type Stage } from '@/domain/order/lifecycle';

/** One bar of the six-stage funnel: orders in the stage, how many are past its warn limit, since when the oldest waits. */
export interface FunnelBar {
  readonly stage: Stage;
  readonly n: number;
  readonly late: number;
  readonly oldestSince: Instant | null;
  readonly warnMs: number;
}

/** The six stages of all orders under way. An unpaid order has no payment clock, so payment is never late here. */
export async function stageFunnel(sql: Sql, groupId: string | null): Promise<FunnelBar[]> {
  const rows = await sql.query<{ stage: Stage; n: number; late: number; oldestSince: Instant | null }>(
    `select o.stage, count(*)::int as n,
       count(*) filter (where o.stage <> 'payment' and o.stage_since < now() - make_interval(secs => l.warn_ms / 1000.0))::int
         as late,
       min(o.stage_since) as "oldestSince"
     from orders o join unnest($2::text[], $3::float8[]) l (stage, warn_ms) on l.stage = o.stage
     where o.stage is not null and not o.is_history and ($1::text is null or o.group_id = $1) group by o.stage`,
    [groupId, [...STAGES], STAGES.map((stage) => STAGE_LIMITS[stage].warnMs)],
  );
  return STAGES.map((stage) => {
    const row = rows.find((candidate) => candidate.stage === stage);
    return {
      stage,
      n: row?.n ?? 0,
      late: row?.late ?? 0,
      oldestSince: row?.oldestSince ?? null,
      warnMs: STAGE_LIMITS[stage].warnMs,
    };
  });
}
