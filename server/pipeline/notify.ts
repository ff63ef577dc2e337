import type { Sql } from '@/db/client';
import { enqueue } from '@/server/outbox/outbox';
import type { OpenedCard } from '@/server/tasks/open-cards';
import type { PooledOrder } from './pooled-order';

/** Queues the notice to the manager of the order's region for every order just held, in the same transaction. */
export async function queueHoldNotices(
  tx: Sql,
  orders: readonly PooledOrder[],
  cards: readonly OpenedCard[],
): Promise<number> {
  const opened = new Map(cards.map((card) => [card.orderId, card]));
  const held = orders.filter(
    (order) => order.decisions.some((made) => made.action === 'held') && order.class === 'abnormal',
  );
  let queued = 0;
  for (const order of held) {
    const card = opened.get(order.id);
    if (!card?.isNew) continue;
    await enqueue(tx, {
      kind: 'notice.order-held',
      idempotencyKey: `order-held:${card.taskId}`,
      payload: {
        orderId: order.id,
        taskId: card.taskId,
        groupId: order.groupId,
        rules: order.verdict?.hits.map((hit) => hit.ruleId) ?? [],
      },
    });
    queued += 1;
  }
  return queued;
}
