import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { inGroups } from '@/server/groups/in-groups';
import { VERDICT_CONDITION } from '@/server/orders/order-filter';
import { CARDS_IN } from './card-lists';

/** The six tiles. Shares are basis points, times ms; null = nothing to measure yet. */
export interface Gauges {
  readonly ordersLastHour: number;
  readonly judgedLastHour: number;
  readonly flaggedLastHour: number;
  readonly passedLastHour: number;
  readonly abnormalBp: number | null;
  readonly autoPassBp: number | null;
  readonly detectOf: number;
  readonly detectP95Ms: number | null;
  readonly detectP99Ms: number | null;
  readonly overdue: number;
  readonly overdueOldestAt: Instant | null;
  readonly golden: number;
  readonly unclaimed: number;
  readonly unclaimedOldestAt: Instant | null;
  readonly toldWithinTenBp: number | null;
  readonly told: number;
  readonly toldOf: number;
}

type Counts = Omit<Gauges, 'abnormalBp' | 'autoPassBp' | 'toldWithinTenBp'>;

const shareBp = (part: number, whole: number): number | null => (whole === 0 ? null : (10_000 * part) / whole);

/** Reads the six tiles: orders of the past hour, open cards, and breaches of the past 24 hours. */
export async function boardGauges(sql: Sql, groups: readonly string[] | null): Promise<Gauges> {
  const [orders, cards] = [inGroups('o.group_id', '$1', groups), inGroups('t.group_id', '$1', groups)];
  const [counts] = await sql.query<Counts>(
    `select h.*, d.*, c.*, b.*
     from (select count(*)::int as "ordersLastHour",
         count(*) filter (where ${VERDICT_CONDITION.judged})::int as "judgedLastHour",
         count(*) filter (where ${VERDICT_CONDITION.flagged})::int as "flaggedLastHour",
         count(*) filter (where ${VERDICT_CONDITION.passed})::int as "passedLastHour"
       from orders o where o.placed_at > now() - interval '1 hour' and not o.is_history
         and ${orders}) h,
     (select count(*)::int as "detectOf",
         percentile_cont(0.95) within group (order by t.detect_ms)::float8 as "detectP95Ms",
         percentile_cont(0.99) within group (order by t.detect_ms)::float8 as "detectP99Ms"
       from tasks t where ${CARDS_IN.measured} and ${cards}) d,
     (select count(*) filter (where ${CARDS_IN.overdue})::int as overdue,
         min(t.due_at) filter (where ${CARDS_IN.overdue}) as "overdueOldestAt",
         count(*) filter (where ${CARDS_IN.golden})::int as golden,
         count(*) filter (where ${CARDS_IN.unclaimed})::int as unclaimed,
         min(t.opened_at) filter (where ${CARDS_IN.unclaimed}) as "unclaimedOldestAt"
       from tasks t where ${CARDS_IN.open} and ${cards}) c,
     (select count(*)::int as "toldOf", count(*) filter (where ${CARDS_IN.told})::int as told
       from tasks t where ${CARDS_IN.breached} and ${cards}) b`,
    [groups],
  );
  if (!counts) throw new Error('the figures of the board could not be read');
  return {
    ...counts,
    abnormalBp: shareBp(counts.flaggedLastHour, counts.judgedLastHour),
    autoPassBp: shareBp(counts.passedLastHour, counts.judgedLastHour),
    toldWithinTenBp: shareBp(counts.told, counts.toldOf),
  };
}
