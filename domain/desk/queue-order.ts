import type { QueueRow } from './task';

type Placed = Pick<QueueRow, 'dueAt' | 'taskId'>;

/** Order of the queue, the same as the database's (due_at, id): earliest deadline first, then the older card. */
export function compareQueueRows(a: Placed, b: Placed): number {
  return a.dueAt - b.dueAt || compareIds(a.taskId, b.taskId);
}

/** Ids are whole numbers written out, without leading zeros, larger than a double can hold. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
