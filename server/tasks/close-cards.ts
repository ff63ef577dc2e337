import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { publish } from '@/server/live/publish';
import { queueRowsOf, taskFeedEntries } from './queue-rows';

/** Closes the open order cards of orders that ended by themselves, unless a customer waits for an answer there. */
export async function closeCardsOfOrders(tx: Sql, orderIds: readonly string[], now: Instant): Promise<void> {
  if (orderIds.length === 0) return;
  const closed = await tx.query<{ id: string }>(
    `update tasks set state = 'closed', version = version + 1, closed_at = at_ms($2), closed_by = 'system'
     where order_id = any($1::bigint[]) and state = 'open' and unread = 0 returning id`,
    [orderIds, now],
  );
  const rows = await queueRowsOf(
    tx,
    closed.map((row) => row.id),
  );
  await publish(tx, taskFeedEntries(rows));
}
