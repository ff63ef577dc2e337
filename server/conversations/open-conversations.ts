import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { ComplaintWarning } from '@/domain/tiers/tier';
import { type NewCard, openOrJoinCards } from '@/server/tasks/open-cards';
import { type CardChoice, chooseCards } from './choose-card';

/** Why a customer waits who has written nothing new: an answer did not reach them. */
export const SEND_FAILED = 'send-failed';

/** A customer who waits for somebody to write to them. */
export interface Waiting {
  readonly customerId: string;
  /** The seat that last answered this customer. */
  readonly lastSeatId: string | null;
  /** What the message asks for; null where nothing was asked. */
  readonly intent: string | null;
  /** What the message threatens with. */
  readonly warnings: readonly ComplaintWarning[];
  /** Shown with the reason: the intent, or 'send-failed'. */
  readonly span: string;
  readonly namedOrderIds: readonly string[];
  readonly at: Instant;
}

function cardOf(waiting: Waiting, choice: CardChoice, now: Instant): NewCard {
  const { order } = choice;
  return {
    kind: choice.kind,
    orderId: order?.orderId ?? null,
    customerId: choice.customerId,
    groupId: choice.groupId,
    class: order?.class ?? null,
    isUrgent: order?.isUrgent ?? false,
    tierFacts: {
      class: order?.class ?? null,
      isUrgent: order?.isUrgent ?? null,
      isConversation: true,
      platform: order?.platform ?? null,
      paidFen: order?.paidFen ?? null,
      tags: order?.tags ?? null,
      holds: order?.holds ?? null,
      intents: waiting.intent === null ? [] : [waiting.intent],
      warnings: waiting.warnings,
      writtenAt: waiting.span === SEND_FAILED ? [] : [waiting.at],
    },
    reasons: [{ kind: 'message', ruleId: '', at: waiting.at, span: waiting.span }],
    preferSeatId: waiting.lastSeatId,
    isMessage: true,
    at: waiting.at,
    detectMs: Math.max(0, now - waiting.at),
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
 * Gives everybody who waits a card: the open one is joined, else one is opened; also for a bare "好的" that no
 * conversation went before, since only a person can say that nothing is asked (acknowledgements.ts settles the others). `groupId`
 * is the group that serves the account.
 */
export async function openConversations(
  tx: Sql,
  waiting: readonly Waiting[],
  groupId: string,
  now: Instant,
): Promise<void> {
  if (waiting.length === 0) return;
  const customerIds = [...new Set(waiting.map(({ customerId }) => customerId))];
  const named = [...new Set(waiting.flatMap(({ namedOrderIds }) => namedOrderIds))];
  const choices = new Map(
    (await chooseCards(tx, customerIds, named, groupId)).map((choice) => [choice.customerId, choice] as const),
  );
  const cards = waiting.flatMap((one) => {
    const choice = choices.get(one.customerId);
    return choice ? [cardOf(one, choice, now)] : [];
  });
  for (const round of rounds(cards)) await openOrJoinCards(tx, round, now);
}
