import type { Sql } from '@/db/client';
import type { FeedEntry } from '@/server/live/publish';
import { queueRowsOf, taskFeedEntries } from './queue-rows';

/**
 * What the queue shows of these orders has changed though nothing is new to do: their open cards get a new version. The
 * caller publishes the announcements in the same transaction.
 */
export async function refreshCards(tx: Sql, orderIds: readonly string[]): Promise<FeedEntry[]> {
  if (orderIds.length === 0) return [];
  const cards = await tx.query<{ id: string }>(
    `update tasks set version = version + 1 where order_id = any($1::bigint[]) and state = 'open' returning id`,
    [orderIds],
  );
  return taskFeedEntries(
    await queueRowsOf(
      tx,
      cards.map((card) => card.id),
    ),
  );
}
