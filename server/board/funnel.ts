import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { STAGE_LIMITS } from '@/domain/clocks/stage-limits';
import { STAGES, type Stage } from '@/domain/order/lifecycle';
import { inGroups } from '@/server/groups/in-groups';
import { LATE_CONDITION } from '@/server/orders/order-filter';

/** One bar of the six-stage funnel: orders in the stage, how many are past its warn limit, since when the oldest waits. */
export interface FunnelBar {
  readonly stage: Stage;
  readonly n: number;
  readonly late: number;
  readonly oldestSince: Instant | null;
  readonly warnMs: number;
}

type Counted = Omit<FunnelBar, 'warnMs'>;

/** The six stages of all orders under way. An unpaid order has no payment clock, so payment is never late here. */
export async function stageFunnel(sql: Sql, groups: readonly string[] | null): Promise<FunnelBar[]> {
  const rows = await sql.query<Counted>(
    `select o.stage, count(*)::int as n, count(*) filter (where ${LATE_CONDITION})::int as late,
       min(o.stage_since) as "oldestSince"
     from orders o where o.stage is not null and not o.is_history and ${inGroups('o.group_id', '$1', groups)}
     group by o.stage`,
    [groups],
  );
  return STAGES.map((stage) => ({
    ...(rows.find((row) => row.stage === stage) ?? { stage, n: 0, late: 0, oldestSince: null }),
    warnMs: STAGE_LIMITS[stage].warnMs,
  }));
}
