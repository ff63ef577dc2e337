import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { openIn, type QueueView, VIEW_CONDITION } from './queue';

/** How many open cards each tab of the queue holds. */
export async function countTasks(ctx: Context<UserActor>): Promise<Record<QueueView, number>> {
  const groups = groupScope(ctx.actor, 'tasks.counts');
  const [row] = await ctx.db.query<Record<QueueView, number>>(
    `select count(*) filter (where ${VIEW_CONDITION.mine})::int as mine,
       count(*) filter (where ${VIEW_CONDITION.unclaimed})::int as unclaimed,
       count(*) filter (where ${VIEW_CONDITION.intervene})::int as intervene,
       count(*)::int as "all"
     from tasks t where ${openIn(groups)}`,
    [ctx.actor.userId, groups],
  );
  return row ?? { mine: 0, unclaimed: 0, intervene: 0, all: 0 };
}
