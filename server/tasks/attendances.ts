import type { Attendance } from '@/domain/desk/attendance';
import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { inGroups } from '@/server/groups/in-groups';
import { ATTENDANCE_COLUMNS, IS_ATTENDING } from '@/server/live/attendances';

/** Who is at which card now, in the caller's groups: what a page begins with before it follows the changes. */
export function listAttendances(ctx: Context<UserActor>): Promise<Attendance[]> {
  const groups = groupScope(ctx.actor, 'tasks.attendances');
  return ctx.db.query<Attendance>(
    `select ${ATTENDANCE_COLUMNS} from attendances a join users u on u.id = a.user_id
     where ${IS_ATTENDING} and ${inGroups('a.group_id', '$1', groups)} limit 5000`,
    [groups],
  );
}
