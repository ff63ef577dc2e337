import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { FINANCE_SKILL } from '@/domain/desk/skill';
import type { TaskReason } from '@/domain/desk/task';
import { isClosed } from '@/domain/order/lifecycle';
import { factOf } from '@/domain/order/merge-events';
import type { RuleHit } from '@/domain/triage/verdict';
import { closeCardsOfOrders, closeCardsOfRules } from '@/server/tasks/close-cards';
import { type NewCard, type OpenedCards, openCards } from '@/server/tasks/open-cards';
import { refreshCards } from '@/server/tasks/refresh-cards';
import { lifecycleOfPooled, type PooledOrder } from './pooled-order';

const reasonOf = (hit: RuleHit, at: Instant): TaskReason => {
  const first = hit.evidence[0];
  const isBurst = first?.signal === 'same-ip-burst';
  return { kind: isBurst ? 'burst' : 'rule', ruleId: hit.ruleId, at, span: first?.span ?? '' };
};

/** Whether this batch gave a human something to do on the order. */
const needsCard = (order: PooledOrder): boolean =>
  !order.isHistory &&
  (order.lacks !== '' ||
    order.decisions.some(
      ({ action }) => action === 'held' || action === 'more-reasons' || (action === 'released' && order.isUrgent),
    ));

const shortage = ({ lacks }: PooledOrder, at: Instant): TaskReason[] =>
  lacks === '' ? [] : [{ kind: 'warehouse', ruleId: 'short', at, span: lacks }];

/** An order that only the finance check holds goes to somebody of finance. */
function skillFor(hits: readonly RuleHit[]): string | null {
  const holding = hits.filter((hit) => hit.outcome === 'block' || hit.outcome === 'confirm');
  return holding.length > 0 && holding.every((hit) => hit.scope === 'finance') ? FINANCE_SKILL : null;
}

/** The card that an order of a batch asks for. */
export function cardOf(order: PooledOrder, now: Instant): NewCard {
  const hits = (order.verdict?.hits ?? []).filter((hit) => hit.outcome !== 'pass');
  return {
    kind: 'order',
    orderId: order.id,
    customerId: null,
    groupId: order.groupId,
    class: order.class,
    isUrgent: order.isUrgent,
    tierFacts: {
      class: order.class,
      isUrgent: order.isUrgent,
      isConversation: false,
      platform: order.platform,
      paidFen: factOf(order.facts, 'paidFen'),
      tags: factOf(order.facts, 'buyerTags'),
      holds: factOf(order.facts, 'holds'),
      intents: [],
      warnings: [],
      writtenAt: [],
    },
    reasons: [...hits.map((hit) => reasonOf(hit, now)), ...shortage(order, now)],
    skill: skillFor(hits),
    preferSeatId: null,
    isMessage: false,
    at: now,
    detectMs: Math.max(0, now - order.receivedAt),
  };
}

/** Opens or joins the cards of a judged batch, still to be announced, and closes those whose order ended by itself. */
export async function openTasks(tx: Sql, orders: readonly PooledOrder[], now: Instant): Promise<OpenedCards> {
  const ended = orders.filter((order) => isClosed(lifecycleOfPooled(order)));
  await closeCardsOfOrders(
    tx,
    ended.flatMap((order) => (order.id === null ? [] : [order.id])),
    now,
  );
  const letGo = orders.filter(
    (order) => order.decisions.some(({ action }) => action === 'hold-ended') && !needsCard(order),
  );
  await closeCardsOfRules(
    tx,
    letGo.flatMap((order) => order.id ?? []),
    now,
  );
  const shownOtherwise = orders.filter((order) => order.isShownOtherwise && !needsCard(order));
  const refreshed = await refreshCards(
    tx,
    shownOtherwise.flatMap((order) => order.id ?? []),
  );
  const opened = await openCards(
    tx,
    orders.filter(needsCard).map((order) => cardOf(order, now)),
    now,
  );
  return { ...opened, announcements: [...refreshed, ...opened.announcements] };
}
