import type { Sql } from '@/db/client';
import { roomOf } from '@/domain/live/rooms';
import { type FeedEntry, publish } from '@/server/live/publish';

/** A card on which a conversation is followed. */
export interface FollowedCard {
  readonly taskId: string;
  readonly customerId: string;
  readonly groupId: string;
  readonly seatId: string | null;
}

/** The open cards on which these customers are talked to. */
export const followedCards = (tx: Sql, customerIds: readonly string[]): Promise<FollowedCard[]> =>
  tx.query<FollowedCard>(
    `select id as "taskId", customer_id as "customerId", group_id as "groupId", seat_id as "seatId"
     from tasks where state = 'open' and customer_id = any($1::bigint[]) order by id`,
    [customerIds],
  );

const roomsOf = (customerId: string, cards: readonly FollowedCard[]): string[] => [
  ...new Set([
    roomOf.customer(customerId),
    ...cards.map((card) => roomOf.group(card.groupId)),
    ...cards.flatMap((card) => (card.seatId === null ? [] : [roomOf.user(card.seatId)])),
  ]),
];

/** Announces stored interactions to whoever follows their customers. */
export async function announceStored(
  tx: Sql,
  stored: readonly { readonly interactionId: string; readonly customerId: string }[],
): Promise<void> {
  if (stored.length === 0) return;
  const cards = await followedCards(tx, [...new Set(stored.map(({ customerId }) => customerId))]);
  const entries = stored.map(({ interactionId, customerId }): FeedEntry => {
    const followed = cards.filter((card) => card.customerId === customerId);
    const taskIds = followed.map((card) => card.taskId);
    const patch = { customerId, interactionId, taskIds };
    return { topic: 'interaction.stored', rooms: roomsOf(customerId, followed), id: interactionId, version: 1, patch };
  });
  await publish(tx, entries);
}

/** An interaction whose state changed, as a conditional update returned it. */
export interface ChangedInteraction {
  readonly interactionId: string;
  readonly customerId: string | null;
  readonly version: number;
  readonly sendState: string | null;
  readonly author: string | null;
}
/** What an update of interactions returns for announceChanged. */
export const CHANGED_COLUMNS = `id as "interactionId", customer_id as "customerId", version::int as version,
  send_state as "sendState", author`;

/** Announces that sent messages changed state, to the followers and to whoever wrote them. */
export async function announceChanged(tx: Sql, changed: readonly ChangedInteraction[]): Promise<void> {
  const ofCustomers = changed.flatMap((row) =>
    row.customerId === null ? [] : [{ ...row, customerId: row.customerId }],
  );
  if (ofCustomers.length === 0) return;
  const cards = await followedCards(tx, [...new Set(ofCustomers.map(({ customerId }) => customerId))]);
  const entries = ofCustomers.map(({ interactionId, customerId, version, sendState, author }): FeedEntry => {
    const followed = cards.filter((card) => card.customerId === customerId);
    const rooms = roomsOf(customerId, followed);
    const patch = { customerId, interactionId, sendState: sendState ?? '' };
    const withAuthor = author === null || author.includes(':') ? rooms : [...new Set([...rooms, roomOf.user(author)])];
    return { topic: 'interaction.changed', rooms: withAuthor, id: interactionId, version, patch };
  });
  await publish(tx, entries);
}
