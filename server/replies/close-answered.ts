import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { UserActor } from '@/server/context';
import { invalid } from '@/server/errors';
import { announceTasks } from '@/server/tasks/announce';
import type { TaskRow } from '@/server/tasks/load-task';

/**
 * Closes a conversation because it was answered, without a disposition. The caller holds the task's lock. Refused for a
 * card that a rule opened or joined: its order waits for a decision.
 */
export async function closeAnswered(tx: Sql, actor: UserActor, task: TaskRow, now: Instant): Promise<void> {
  const closed = await tx.query<{ id: string }>(
    `update tasks set state = 'closed', version = version + 1, closed_at = at_ms($2), closed_by = $3
     where id = $1::bigint and state = 'open' and kind = 'conversation'
       and not jsonb_path_exists(reasons, '$[*] ? (@.kind == "rule" || @.kind == "burst")')
     returning id`,
    [task.id, now, actor.userId],
  );
  if (closed.length === 0) throw invalid('this card needs a disposition', { reason: 'disposition-needed' });
  await announceTasks(tx, [task.id], task.seatId ? [task.seatId] : []);
}
