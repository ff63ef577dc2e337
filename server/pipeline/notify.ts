import type { Effect } from '@/server/outbox/outbox';
import type { OpenedCard } from '@/server/tasks/open-cards';
import type { PooledOrder } from './pooled-order';

/** One notice to the manager of the order's region for every order whose hold opened a card. */
export function holdNotices(orders: readonly PooledOrder[], cards: readonly OpenedCard[]): Effect[] {
  const opened = new Map(cards.map((card) => [card.orderId, card]));
  const held = orders.filter(
    (order) => order.decisions.some((made) => made.action === 'held') && order.class === 'abnormal',
  );
  return held.flatMap((order) => {
    const card = opened.get(order.id);
    if (!card?.isNew) return [];
    const rules = order.verdict?.hits.map((hit) => hit.ruleId) ?? [];
    return [
      {
        kind: 'notice.order-held',
        idempotencyKey: `order-held:${card.taskId}`,
        payload: { orderId: order.id, taskId: card.taskId, groupId: order.groupId, rules },
      },
    ];
  });
}
