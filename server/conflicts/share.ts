import type { Sql } from '@/db/client';
import { inGroups } from '@/server/groups/in-groups';

/** Below this part of the limit the alarm is over. */
const OVER_AT = 5 / 6;
/** Of fewer open orders a share says nothing. */
const ALARM_FROM_ORDERS = 50;

/** How many open orders are in conflict, of how many. An order in conflict is not closed, whatever its platform says. */
export interface ConflictShare {
  readonly inConflict: number;
  readonly open: number;
  /** In basis points; null while nothing is open. */
  readonly shareBp: number | null;
  /** More than this is told to managers. */
  readonly limitBp: number;
}

/** SQL over orders o: its sources contradict each other. */
export const IN_CONFLICT = `exists (select from order_conflicts x where x.order_id = o.id and x.closed_at is null)`;

/** Counts from the board's own counters, and the conflicts by their index of open ones. */
export async function conflictShare(sql: Sql, groups: readonly string[] | null): Promise<ConflictShare> {
  const [row] = await sql.query<{ inConflict: number; closedInConflict: number; open: number; limitBp: number }>(
    `select c.n as "inConflict", c.closed as "closedInConflict", t.n as open, l.conflict_percent * 100 as "limitBp"
     from alarm_limits l, (select count(*)::int as n, count(*) filter (where o.board_state = 'closed')::int as closed
         from (select distinct order_id from order_conflicts where closed_at is null) x join orders o on o.id = x.order_id
         where ${inGroups('o.group_id', '$1', groups)}) c,
       (select coalesce(sum(n), 0)::float8 as n from (
         select n from counters where state <> 'closed' and ${inGroups('group_id', '$1', groups)}
         union all select n from counter_deltas where state <> 'closed' and ${inGroups('group_id', '$1', groups)}) n) t`,
    [groups],
  );
  if (!row) throw new Error('the share of conflicts could not be read');
  const open = row.open + row.closedInConflict;
  const shareBp = open === 0 ? null : (10_000 * row.inConflict) / open;
  return { inConflict: row.inConflict, open, shareBp, limitBp: row.limitBp };
}

/** Whether an alarm begins, ends, or stays as it is. */
export function alarmChange(share: ConflictShare, isRaised: boolean): 'raise' | 'end' | null {
  const bp = share.shareBp ?? 0;
  if (!isRaised) return share.open >= ALARM_FROM_ORDERS && bp > share.limitBp ? 'raise' : null;
  return bp < share.limitBp * OVER_AT ? 'end' : null;
}
