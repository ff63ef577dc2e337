import type { Sql } from '@/db/client';
import { factOf } from '@/domain/order/merge-events';
import { PLATFORM_HOLD } from '@/domain/triage/precedence';
import type { PooledOrder } from './pooled-order';

/** It was locked for nothing but what its platform said, and its platform no longer says so. */
function isHoldOver({ review, verdict, clearedRules, facts }: PooledOrder): boolean {
  if (review !== 'held' || verdict === null || (factOf(facts, 'holds') ?? []).length > 0) return false;
  const holding = verdict.hits.filter(
    ({ outcome, ruleId }) => (outcome === 'block' || outcome === 'confirm') && !clearedRules.includes(ruleId),
  );
  return holding.length > 0 && holding.every(({ ruleId }) => ruleId === PLATFORM_HOLD.id);
}

/**
 * The ids of orders whose platform has let them go, so that nobody has to: but for those that a person looks into. The orders
 * are locked, and who looks into one locks it first.
 */
export async function endedHolds(tx: Sql, orders: readonly PooledOrder[]): Promise<ReadonlySet<string>> {
  const over = orders.filter(isHoldOver).flatMap(({ id }) => id ?? []);
  if (over.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    `select o.id::text from unnest($1::bigint[]) o (id)
     where not exists (select from tasks t where t.order_id = o.id and t.state = 'open' and t.disposition = 'investigate')`,
    [over],
  );
  return new Set(rows.map(({ id }) => id));
}
