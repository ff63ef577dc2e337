import { audit } from '@/server/audit';
import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { inGroups } from '@/server/groups/in-groups';
import { IS_ATTENDING } from '@/server/live/attendances';
import { announceTasks } from './announce';

/**
 * Takes the unclaimed card of the caller's groups that falls due first and that nobody else is editing. Atomic: callers at the same time get
 * different cards. null when none waits.
 */
export async function takeNextTask(ctx: Context<UserActor>): Promise<{ taskId: string } | null> {
  const own = ctx.actor.groupId === null ? [] : [ctx.actor.groupId];
  // A manager may work everywhere, but takes the next card of the group they belong to.
  const groups = groupScope(ctx.actor, 'tasks.takeNext') ?? own;
  const taken = await ctx.db.tx(async (tx) => {
    await tx.query(`select set_config('tidewatch.actor', $1, true)`, [ctx.actor.userId]);
    const [row] = await tx.query<{ id: string }>(
      `update tasks set seat_id = $1, seat_since = now(), seat_why = '{"kind": "pulled"}', version = version + 1
       where id = (select id from tasks where state = 'open' and seat_id is null and ${inGroups('group_id', '$2', groups)}
           and not exists (select 1 from attendances a where a.task_id = tasks.id and a.locked_since is not null
             and a.user_id <> $1 and ${IS_ATTENDING})
         order by due_at, id limit 1 for update skip locked)
       returning id`,
      [ctx.actor.userId, groups],
    );
    if (!row) return null;
    await announceTasks(tx, [row.id]);
    await audit(tx, ctx.actor, 'tasks.takeNext', row.id);
    return { taskId: row.id };
  });
  if (taken) ctx.wakeFeed();
  return taken;
}
