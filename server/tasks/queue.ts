import * as z from 'zod';
import type { QueueRow } from '@/domain/desk/task';
import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { inGroups } from '@/server/groups/in-groups';
import { BESIDE_TASKS, QUEUE_COLUMNS } from './queue-rows';

export const QUEUE_VIEWS = ['mine', 'unclaimed', 'intervene', 'all'] as const;
export type QueueView = (typeof QUEUE_VIEWS)[number];

export const queueInput = z
  .object({
    view: z.enum(QUEUE_VIEWS),
    /** Keyset position: the last row's "dueAt.taskId". */
    after: z
      .string()
      .regex(/^\d{1,15}\.\d{1,19}$/)
      .optional(),
    limit: z.number().int().min(1).max(200).default(100),
  })
  .strict();

/** SQL condition of a view; $1 = the actor. */
export const VIEW_CONDITION: Readonly<Record<QueueView, string>> = {
  mine: 't.seat_id = $1',
  unclaimed: 't.seat_id is null',
  intervene: "(t.is_overdue or t.disposition = 'investigate')",
  all: 'true',
};
/** SQL: the open cards of these groups, which are $2. */
export const openIn = (groups: readonly string[] | null): string =>
  `t.state = 'open' and ${inGroups('t.group_id', '$2', groups)}`;

/** A page of open cards of a view, earliest deadline first. Group-scoped for agents and supervisors, with the groups lent to them. */
export async function queueOfTasks(
  ctx: Context<UserActor>,
  input: z.infer<typeof queueInput>,
): Promise<{ rows: QueueRow[]; next: string | null }> {
  const groups = groupScope(ctx.actor, 'tasks.queue');
  const [dueAt, taskId] = input.after?.split('.') ?? [];
  const rows = await ctx.db.query<QueueRow>(
    `select ${QUEUE_COLUMNS} from (select * from tasks t
       where ${openIn(groups)} and ${VIEW_CONDITION[input.view]} and $1::text is not null
         and ($3::float8 is null or (t.due_at, t.id) > (at_ms($3), $4::bigint))
       order by t.due_at, t.id limit $5) t ${BESIDE_TASKS}
     order by t.due_at, t.id`,
    [ctx.actor.userId, groups, dueAt ? Number(dueAt) : null, taskId ?? '0', input.limit],
  );
  const last = rows.length === input.limit ? rows.at(-1) : undefined;
  return { rows, next: last ? `${last.dueAt}.${last.taskId}` : null };
}
