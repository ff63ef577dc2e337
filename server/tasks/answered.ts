import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';

/**
 * The customer has been answered: nothing is unread, the reply clock stops and the card's own deadline holds again.
 * The caller has locked the task and announces it.
 */
export async function markAnswered(tx: Sql, taskId: string, now: Instant): Promise<void> {
  await tx.query(
    `update tasks set unread = 0, waiting_since = null, first_reply_at = coalesce(first_reply_at, at_ms($2)), warn_at = work_warn_at,
       due_at = work_due_at, due_kind = work_due_kind, is_overdue = work_due_at <= at_ms($2), version = version + 1,
       tier_facts = case when tier_facts is not null then
         jsonb_set(tier_facts, '{writtenAt}', (tier_facts->'writtenAt') || 'null'::jsonb) end
     where id = $1::bigint`,
    [taskId, now],
  );
}
