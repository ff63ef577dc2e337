import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { publish } from '@/server/live/publish';
import { queueRowsOf, taskFeedEntries } from './queue-rows';

async function close(tx: Sql, orderIds: readonly string[], which: string, now: Instant): Promise<void> {
  if (orderIds.length === 0) return;
  const closed = await tx.query<{ id: string }>(
    `update tasks set state = 'closed', version = version + 1, closed_at = at_ms($2), closed_by = 'system'
     where order_id = any($1::bigint[]) and state = 'open' and unread = 0 and ${which} returning id`,
    [orderIds, now],
  );
  const rows = await queueRowsOf(
    tx,
    closed.map((row) => row.id),
  );
  await publish(tx, taskFeedEntries(rows));
}

/** Closes the open order cards of orders that ended by themselves, unless a customer waits for an answer there. */
export const closeCardsOfOrders = (tx: Sql, orderIds: readonly string[], now: Instant): Promise<void> =>
  close(tx, orderIds, 'true', now);

const RULES_ALONE = `not exists (select from jsonb_array_elements(reasons) r where r->>'kind' <> 'rule')`;

/** Closes the open cards of orders that no rule holds any more, where nothing else was the reason for them. */
export const closeCardsOfRules = (tx: Sql, orderIds: readonly string[], now: Instant): Promise<void> =>
  close(tx, orderIds, RULES_ALONE, now);

const FAILURES_ALONE = `not exists (select from jsonb_array_elements(reasons) r
  where not (r->>'kind' = 'warehouse' and r->>'ruleId' = 'failed'))`;

/** Closes the open cards of orders that have reached their warehouse after all, where nothing else was the reason for them. */
export const closeCardsOfFailures = (tx: Sql, orderIds: readonly string[], now: Instant): Promise<void> =>
  close(tx, orderIds, FAILURES_ALONE, now);
