import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { SeatState } from '@/domain/desk/presence';
import { SEAT_CAPACITY } from '@/domain/desk/skill';
import type { Stage } from '@/domain/order/lifecycle';
import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { inGroups } from '@/server/groups/in-groups';
import { PRESENT_WITHIN_SECONDS } from '@/server/tasks/seats-at-work';
import { DAY_FIGURES, type DayFigures, TODAY } from './day-figures';

/** One agent as the board and the assign menu show them. */
export interface SeatRow extends DayFigures {
  readonly userId: string;
  readonly name: string;
  readonly groupId: string | null;
  readonly state: SeatState;
  readonly stateSince: Instant | null;
  readonly isPresent: boolean;
  readonly inHand: number;
  /** Open cards the seat can have in hand at once. */
  readonly capacity: number;
  readonly overdue: number;
  readonly oldestDueAt: Instant | null;
  readonly stuckStage: Stage | null;
}

/** The seats of the caller's group (all groups for managers) with what they have in hand and did today. */
export const listSeats = (ctx: Context<UserActor>): Promise<SeatRow[]> =>
  readSeats(ctx.db, groupScope(ctx.actor, 'seats.list'));

/** The seats of these groups; null: of all. No permission is checked here. */
export const readSeats = (sql: Sql, groups: readonly string[] | null): Promise<SeatRow[]> =>
  sql.query<SeatRow>(
    `select u.id as "userId", u.name, u.group_id as "groupId", coalesce(s.state, 'offline') as state,
       s.state_since as "stateSince",
       coalesce(s.seen_at > now() - interval '${PRESENT_WITHIN_SECONDS} seconds', false) as "isPresent",
       coalesce(s.capacity, ${SEAT_CAPACITY.usual}) as capacity, h."inHand", h.overdue, h."oldestDueAt", h."stuckStage", f.*
     from users u left join seats s on s.user_id = u.id
     cross join lateral (select count(*)::int as "inHand", count(*) filter (where t.is_overdue)::int as overdue,
         min(t.due_at) as "oldestDueAt", (array_agg(o.stage order by t.due_at))[1] as "stuckStage"
       from tasks t left join orders o on o.id = t.order_id where t.seat_id = u.id and t.state = 'open') h
     cross join lateral (select ${DAY_FIGURES} from tasks d
       where d.state = 'closed' and d.closed_by = u.id and d.closed_at >= ${TODAY}) f
     where u.role in ('agent', 'supervisor') and not u.banned and ${inGroups('u.group_id', '$1', groups)}
     order by u.name, u.id`,
    [groups],
  );
