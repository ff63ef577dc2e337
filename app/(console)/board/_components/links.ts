import type { CardList } from '@/server/board/card-lists';
import type { OrderFilter } from '@/server/orders/order-filter';

/** Orders placed in the past hour, without imported history. */
export const LAST_HOUR = { withinMinutes: 60, isHistory: false } as const satisfies OrderFilter;

/** The cards that a figure counts; the address holds exactly its set. */
export const cardsPath = (list: CardList, seatId?: string): string =>
  `/board/cards?${new URLSearchParams({ list, ...(seatId === undefined ? {} : { seat: seatId }) })}`;
