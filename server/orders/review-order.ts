import type { Sql } from '@/db/client';
import { writeTogether } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';
import { stageOf, stageSince } from '@/domain/order/lifecycle';
import { canReject, canRelease, canReleaseAgain } from '@/domain/order/transitions';
import { publish } from '@/server/live/publish';
import { keysWrite } from '@/server/merges/keep-keys';
import { releasedAgainWrite } from '@/server/merges/released-again';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from '@/server/pipeline/pool';
import { countedAs, lifecycleOfPooled, type PooledOrder } from '@/server/pipeline/pooled-order';
import { orderFeedEntries } from '@/server/pipeline/publish-orders';
import { appendCounterDeltas, counterDeltas } from '@/server/pipeline/store';
import { frozenWrites } from '@/server/warehouse/freeze-orders';
import { releasedWrites } from '@/server/warehouse/give-orders';
import { wasRefused } from '@/server/warehouse/was-refused';

export type ReviewDecision = 'release' | 'reject';

function apply(order: PooledOrder, decision: ReviewDecision, isRefused: boolean, now: Instant): boolean {
  const life = lifecycleOfPooled(order);
  if (decision === 'release') {
    if (!canRelease(life) && !(isRefused && canReleaseAgain(life))) return false;
    order.review = 'released';
    order.releasedAt = now;
    return true;
  }
  if (!canReject(life)) return false;
  order.review = 'rejected';
  return true;
}

/**
 * A person's decision on a held order: released to the warehouse, or kept back for good. A released order that its warehouse
 * refused is released once more, and given anew. Where the lifecycle no longer allows it (already shipped, cancelled) the order
 * stays as it is and false is returned.
 * `clearedRules` will not hold this order again.
 */
export async function reviewOrder(
  tx: Sql,
  input: { orderId: string; decision: ReviewDecision; clearedRules: readonly string[]; actor: string; taskId: string },
  now: Instant,
): Promise<boolean> {
  const [row] = await tx.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders o where o.id = $1::bigint for no key update`,
    [input.orderId],
  );
  if (!row) return false;
  const order = pooledFromRow(row, now);
  const isChanged = apply(order, input.decision, await wasRefused(tx, input.orderId), now);
  const life = lifecycleOfPooled(order);
  const counted = countedAs(order);
  await tx.query(
    `update orders set review = $2, released_at = at_ms($3), stage = $4, stage_since = at_ms($5), board_state = $6,
       cleared_rules = (select coalesce(array_agg(distinct r), '{}') from unnest(cleared_rules || $7::text[]) r),
       version = version + 1, updated_at = at_ms($8) where id = $1::bigint`,
    [order.id, order.review, order.releasedAt, stageOf(life), stageSince(life), counted.state, input.clearedRules, now],
  );
  order.version += 1;
  await tx.query('insert into order_log (order_id, actor, action, detail) values ($1, $2, $3, $4)', [
    order.id,
    input.actor,
    isChanged ? `reviewed.${input.decision}` : 'reviewed.no-change',
    JSON.stringify({ taskId: input.taskId, clearedRules: input.clearedRules }),
  ]);
  await appendCounterDeltas(tx, counterDeltas(order.counted, counted));
  if (isChanged)
    await writeTogether(tx, [
      ...(input.decision === 'release'
        ? [releasedAgainWrite(order), ...releasedWrites([order])]
        : frozenWrites([order])),
      keysWrite([order]),
    ]);
  await publish(tx, orderFeedEntries([order]));
  return isChanged;
}
