import type { Sql } from '@/db/client';
import type { DispositionKind, TaskKind, TaskState } from '@/domain/desk/task';
import { assertCan } from '@/server/can';
import type { Action } from '@/server/can-table';
import type { UserActor } from '@/server/context';
import { notFound } from '@/server/errors';

export interface TaskRow {
  readonly id: string;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly version: number;
  readonly orderId: string | null;
  readonly customerId: string | null;
  readonly groupId: string;
  readonly seatId: string | null;
  readonly seatName: string | null;
  readonly disposition: DispositionKind | null;
}

/**
 * Reads and locks a task for a change. A task the actor may not touch is not found (other group) or forbidden.
 * Locking first makes a lost race and a failed check raise the same error. What the transaction then does to cards is
 * noted as the actor's doing.
 */
export async function lockTask(tx: Sql, actor: UserActor, action: Action, taskId: string): Promise<TaskRow> {
  const [task] = await tx.query<TaskRow>(
    `select t.id, t.kind, t.state, t.version::int as version, t.order_id as "orderId", t.customer_id as "customerId",
       t.group_id as "groupId", t.seat_id as "seatId", set_config('tidewatch.actor', $2, true),
       (select name from users u where u.id = t.seat_id) as "seatName", t.disposition
     from tasks t where t.id = $1::bigint for no key update of t`,
    [taskId, actor.userId],
  );
  if (!task) throw notFound('task');
  assertCan(actor, action, { groupId: task.groupId, ownerId: task.seatId }, 'task');
  return task;
}

/**
 * Locks a task together with its order, the order first: the pipeline locks in that order too, so that neither waits
 * for the other in a circle. For changes that touch both.
 */
export async function lockCase(tx: Sql, actor: UserActor, action: Action, taskId: string): Promise<TaskRow> {
  await tx.query(
    'select 1 from orders where id = (select order_id from tasks where id = $1::bigint) for no key update',
    [taskId],
  );
  return lockTask(tx, actor, action, taskId);
}
