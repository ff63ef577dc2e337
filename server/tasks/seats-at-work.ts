import type { Sql } from '@/db/client';
import type { Seat } from '@/domain/desk/choose-seat';

/** A seat whose page has not been heard of for this long is not there, whatever its state says. */
export const PRESENT_WITHIN_SECONDS = 15;

/** SQL condition on seats s: the agent accepts cards and a page of theirs is alive. */
export const IS_AT_WORK = `s.state = 'accepting' and s.seen_at > now() - interval '${PRESENT_WITHIN_SECONDS} seconds'`;

/** The seats of these groups that take cards now, with what they have in hand. */
export async function seatsAtWork(sql: Sql, groupIds: readonly string[]): Promise<Map<string, Seat[]>> {
  const rows = await sql.query<Seat & { groupId: string }>(
    `select s.user_id as "seatId", u.group_id as "groupId", s.capacity, s.skills, s.assigned_at as "lastAssignedAt",
       (select count(*)::int from tasks t where t.seat_id = s.user_id and t.state = 'open') as "openCount"
     from seats s join users u on u.id = s.user_id
     where u.group_id = any($1::text[]) and not u.banned and u.role in ('agent', 'supervisor') and ${IS_AT_WORK}
     order by s.user_id`,
    [groupIds],
  );
  const byGroup = new Map<string, Seat[]>();
  for (const { groupId, ...seat } of rows) byGroup.set(groupId, [...(byGroup.get(groupId) ?? []), seat]);
  return byGroup;
}
