import type { Sql } from '@/db/client';
import { conflict } from '@/server/errors';
import { announceTasks } from './announce';
import type { TaskRow } from './load-task';

/** Moves an open, locked task to a seat and announces it; a closed task is a conflict. */
export async function giveToSeat(tx: Sql, task: TaskRow, seatId: string, why: string): Promise<void> {
  if (task.state !== 'open') throw conflict('the task is closed', { taskId: task.id });
  await tx.query(
    `update tasks set seat_id = $2, seat_since = now(), seat_why = jsonb_build_object('kind', $3::text),
       version = version + 1 where id = $1::bigint`,
    [task.id, seatId, why],
  );
  await tx.query('update seats set assigned_at = now() where user_id = $1', [seatId]);
  await announceTasks(tx, [task.id], task.seatId && task.seatId !== seatId ? [task.seatId] : []);
}
