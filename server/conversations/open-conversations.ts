import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { type NewCard, openOrJoinCards } from '@/server/tasks/open-cards';
import { type CardChoice, chooseCards } from './choose-card';
import type { StoredMessage } from './store-messages';

function cardOf(message: StoredMessage, choice: CardChoice, now: Instant): NewCard {
  const { order } = choice;
  const intents = message.intent === null ? [] : [message.intent];
  return {
    kind: choice.kind,
    orderId: order?.orderId ?? null,
    customerId: choice.customerId,
    groupId: choice.groupId,
    class: order?.class ?? null,
    isUrgent: order?.isUrgent ?? false,
    tierFacts: {
      class: order?.class ?? null,
      isUrgent: order?.isUrgent ?? false,
      isConversation: true,
      paidFen: order?.paidFen ?? null,
      tags: order?.tags ?? [],
      intents,
    },
    reasons: [{ kind: 'message', ruleId: '', at: message.at, span: message.intent ?? '' }],
    preferSeatId: message.customer.lastSeatId,
    isMessage: true,
    at: message.at,
    detectMs: Math.max(0, now - message.at),
  };
}

const caseOf = (card: NewCard): string => (card.orderId === null ? `c${card.customerId}` : `o${card.orderId}`);

/** Splits cards so that none names a case twice, keeping the order within each case. */
function rounds(cards: readonly NewCard[]): readonly (readonly NewCard[])[] {
  const rows: NewCard[][] = [];
  const seen = new Map<string, number>();
  for (const card of cards) {
    const turn = seen.get(caseOf(card)) ?? 0;
    seen.set(caseOf(card), turn + 1);
    rows[turn] = [...(rows[turn] ?? []), card];
  }
  return rows;
}

/**
 * Gives every message of a customer its card: it joins the open one, or opens one; also a bare "好的" does, since only a
 * person can say that nothing is asked.
 */
export async function openConversations(
  tx: Sql,
  messages: readonly StoredMessage[],
  groupId: string,
  now: Instant,
): Promise<void> {
  const inbound = messages.filter(({ isFromCustomer }) => isFromCustomer);
  if (inbound.length === 0) return;
  const customerIds = [...new Set(inbound.map(({ customer }) => customer.customerId))];
  const named = [...new Set(inbound.flatMap(({ namedOrderIds }) => namedOrderIds))];
  const choices = new Map(
    (await chooseCards(tx, customerIds, named, groupId)).map((choice) => [choice.customerId, choice] as const),
  );
  const cards = inbound.flatMap((message) => {
    const choice = choices.get(message.customer.customerId);
    return choice ? [cardOf(message, choice, now)] : [];
  });
  for (const round of rounds(cards)) await openOrJoinCards(tx, round, now);
}
