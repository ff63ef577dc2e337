import type { Instant } from '@/domain/clocks/instant';
import type { QueueRow } from '@/domain/desk/task';
import { groupFilter } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { listSeats, type SeatRow } from '@/server/seats/list';
import { QUEUE_COLUMNS, QUEUE_JOINS } from '@/server/tasks/queue-rows';
import { type FunnelBar, stageFunnel } from './funnel';
import { boardGauges, type Gauges } from './gauges';
import { type TotalsCell, todaysTotals } from './totals';
import { orderTrend, type TrendSlot } from './trend';

const OVERDUE_SHOWN = 50;

/** Everything the live board shows, read at one moment. */
export interface BoardSummary {
  readonly serverNow: Instant;
  readonly gauges: Gauges | null;
  readonly totals: readonly TotalsCell[];
  readonly funnel: readonly FunnelBar[];
  readonly overdue: readonly QueueRow[];
  readonly seats: readonly SeatRow[];
  readonly trend: readonly TrendSlot[];
}

/** The board of the caller's group; of all groups for managers and admins. */
export async function boardSummary(ctx: Context<UserActor>): Promise<BoardSummary> {
  const groupId = groupFilter(ctx.actor, 'board.summary')?.groupId ?? null;
  const [serverNow, gauges, totals, funnel, overdue, seats, trend] = await Promise.all([
    ctx.db.now(),
    boardGauges(ctx.db, groupId),
    todaysTotals(ctx.db, groupId),
    stageFunnel(ctx.db, groupId),
    ctx.db.query<QueueRow>(
      `select ${QUEUE_COLUMNS} from ${QUEUE_JOINS} where t.state = 'open' and t.is_overdue
         and ($1::text is null or t.group_id = $1) order by t.due_at, t.id limit ${OVERDUE_SHOWN}`,
      [groupId],
    ),
    listSeats(ctx),
    orderTrend(ctx.db, groupId),
  ]);
  return { serverNow, gauges, totals, funnel, overdue, seats, trend };
}
