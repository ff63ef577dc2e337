import type { Sql } from '@/db/client';
import type { UserActor } from '@/server/context';
import { conflict } from '@/server/errors';
import { tell } from '@/server/notices/tell';
import { announceTasks } from './announce';
import { endLocks } from './card-lock';
import type { TaskRow } from './load-task';

/** Whoever worked on the card and whoever gets it hear of it, unless they did it themselves. */
async function tellOfMove(tx: Sql, actor: UserActor, task: TaskRow, seatId: string, editors: readonly string[]) {
  const card = { taskId: task.id, orderId: task.orderId, by: actor.name };
  const losers = [...new Set([...(task.seatId ? [task.seatId] : []), ...editors])].filter(
    (userId) => userId !== actor.userId && userId !== seatId,
  );
  await tell(tx, losers, { ...card, kind: 'card-taken' });
  if (seatId !== actor.userId && seatId !== task.seatId) await tell(tx, [seatId], { ...card, kind: 'card-given' });
}

/**
 * Moves an open, locked task to a seat and announces it; a closed task is a conflict. Whoever was editing it does so no
 * longer, but keeps the draft.
 */
export async function giveToSeat(
  tx: Sql,
  actor: UserActor,
  task: TaskRow,
  seatId: string,
  why: 'claimed' | 'assigned' | 'taken-over',
): Promise<void> {
  if (task.state !== 'open') throw conflict('the task is closed', { taskId: task.id });
  await tx.query(
    `update tasks set seat_id = $2, seat_since = now(), seat_why = jsonb_build_object('kind', $3::text),
       version = version + 1 where id = $1::bigint`,
    [task.id, seatId, why],
  );
  await tx.query('update seats set assigned_at = now() where user_id = $1', [seatId]);
  const editors = why === 'claimed' ? [] : await endLocks(tx, task.id, null);
  await tellOfMove(tx, actor, task, seatId, editors);
  await announceTasks(tx, [task.id], task.seatId && task.seatId !== seatId ? [task.seatId] : []);
}
