import type { SeatState } from '@/domain/desk/presence';
import type { Context, UserActor } from '@/server/context';
import { PRESENT_WITHIN_SECONDS } from '@/server/tasks/seats-at-work';
import { DAY_FIGURES, type DayFigures, TODAY } from './day-figures';

export interface MySeat {
  readonly state: SeatState;
  readonly isPresent: boolean;
  readonly kpis: DayFigures;
}

const NOTHING_YET: DayFigures = { doneToday: 0, meanHandleMs: null, firstReplyMs: null, precisionBp: null };

/** The caller's own seat and figures of today. */
export async function mySeat(ctx: Context<UserActor>): Promise<MySeat> {
  const { userId } = ctx.actor;
  const [seat] = await ctx.db.query<{ state: SeatState; isPresent: boolean }>(
    `select state, seen_at > now() - interval '${PRESENT_WITHIN_SECONDS} seconds' as "isPresent"
     from seats where user_id = $1`,
    [userId],
  );
  const [kpis] = await ctx.db.query<DayFigures>(
    `select ${DAY_FIGURES} from tasks d where d.state = 'closed' and d.closed_by = $1 and d.closed_at >= ${TODAY}`,
    [userId],
  );
  return { state: seat?.state ?? 'offline', isPresent: seat?.isPresent ?? false, kpis: kpis ?? NOTHING_YET };
}
