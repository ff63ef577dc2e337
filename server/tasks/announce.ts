import type { Sql } from '@/db/client';
import { publish } from '@/server/live/publish';
import { queueRowsOf, taskFeedEntries } from './queue-rows';

/** Announces cards after a change in the same transaction; `formerSeats` learn that they lost them. */
export async function announceTasks(
  tx: Sql,
  taskIds: readonly string[],
  formerSeats: readonly string[] = [],
): Promise<void> {
  if (taskIds.length === 0) return;
  await publish(tx, taskFeedEntries(await queueRowsOf(tx, taskIds), formerSeats));
}
