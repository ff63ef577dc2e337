import type { Instant } from '@/domain/clocks/instant';
import { groupScope } from '@/server/can';
import { type ConflictShare, conflictShare } from '@/server/conflicts/share';
import type { Context, UserActor } from '@/server/context';
import { countShipDue, type ShipDue } from '@/server/orders/ship-due';
import { readSeats, type SeatRow } from '@/server/seats/list';
import { countOverdrawn } from '@/server/stock/overdrawn';
import { type BoardCard, readCards } from './cards';
import { type FunnelBar, stageFunnel } from './funnel';
import { boardGauges, type Gauges } from './gauges';
import { type TotalsCell, todaysTotals } from './totals';
import { orderTrend, type TrendSlot } from './trend';

const CARDS_SHOWN = 50;

/** Everything the live board shows, read at one moment. `day` is today in Asia/Shanghai ("2026-11-11"). */
export interface BoardSummary {
  readonly serverNow: Instant;
  readonly day: string;
  readonly gauges: Gauges;
  readonly conflicts: ConflictShare;
  /** SKUs of the house of which more is held, or has left, than there was. */
  readonly overdrawn: number;
  readonly shipDue: ShipDue;
  readonly totals: readonly TotalsCell[];
  readonly funnel: readonly FunnelBar[];
  readonly overdue: readonly BoardCard[];
  readonly unclaimed: readonly BoardCard[];
  readonly seats: readonly SeatRow[];
  readonly trend: readonly TrendSlot[];
}

/** The board of the caller's group and those lent to them; of all groups for managers and admins. One snapshot, so that its figures agree. */
export function boardSummary(ctx: Context<UserActor>): Promise<BoardSummary> {
  const groups = groupScope(ctx.actor, 'board.summary');
  return ctx.db.tx(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const [moment] = await tx.query<{ serverNow: Instant; day: string }>(
      `select now() as "serverNow", (now() at time zone 'Asia/Shanghai')::date as day`,
    );
    if (!moment) throw new Error('the database did not tell the time');
    return {
      ...moment,
      gauges: await boardGauges(tx, groups),
      conflicts: await conflictShare(tx, groups),
      overdrawn: await countOverdrawn(tx),
      shipDue: await countShipDue(tx, groups),
      totals: await todaysTotals(tx, groups),
      funnel: await stageFunnel(tx, groups),
      overdue: await readCards(tx, { list: 'overdue', groups, limit: CARDS_SHOWN }),
      unclaimed: await readCards(tx, { list: 'unclaimed', groups, limit: CARDS_SHOWN }),
      seats: await readSeats(tx, groups),
      trend: await orderTrend(tx, groups),
    };
  });
}
