import { ORDER_STATUSES, type OrderFields, type OrderStatus } from '@/domain/order/order';
import { Unreadable } from '../channel';
import type { EventType } from './schema';

/** The words a sender may use for `data.status`, ours among them. */
const WORDS: Readonly<Record<string, OrderStatus>> = {
  created: 'unpaid',
  unpaid: 'unpaid',
  hold: 'paid_hold',
  paid_hold: 'paid_hold',
  paid: 'to_ship',
  to_ship: 'to_ship',
  picked: 'to_ship',
  packed: 'to_ship',
  part_shipped: 'part_shipped',
  shipped: 'shipped',
  collected: 'shipped',
  signed: 'signed',
  completed: 'done',
  done: 'done',
  cancelled: 'cancelled',
  refunded: 'cancelled',
};

type StageTime =
  | 'paidAt'
  | 'pickedAt'
  | 'packedAt'
  | 'shippedAt'
  | 'collectedAt'
  | 'signedAt'
  | 'doneAt'
  | 'cancelledAt';

/** What an event by its mere type says: the status reached, and which time the event's own time stands for. */
const EVENTS: Readonly<
  Record<EventType, { readonly status: OrderStatus | null; readonly time: (StageTime & keyof OrderFields) | null }>
> = {
  'order.created': { status: 'unpaid', time: null },
  'order.paid': { status: 'to_ship', time: 'paidAt' },
  'order.picked': { status: 'to_ship', time: 'pickedAt' },
  'order.packed': { status: 'to_ship', time: 'packedAt' },
  'order.shipped': { status: 'shipped', time: 'shippedAt' },
  'order.collected': { status: 'shipped', time: 'collectedAt' },
  'order.signed': { status: 'signed', time: 'signedAt' },
  'order.completed': { status: 'done', time: 'doneAt' },
  'order.cancelled': { status: 'cancelled', time: 'cancelledAt' },
  'order.refunded': { status: null, time: null },
  'order.updated': { status: null, time: null },
};

/**
 * The status a message states: the further of its type and its `data.status`; null when neither says one. "refunded"
 * closes an order only when everything was given back.
 */
export function statusOf(type: EventType, word: string | null | undefined, isFullyRefunded: boolean) {
  const ofType = type === 'order.refunded' && isFullyRefunded ? 'cancelled' : EVENTS[type].status;
  if (word === null || word === undefined) return ofType;
  const ofWord = WORDS[word.trim().toLowerCase()];
  if (ofWord === undefined) throw new Unreadable({ code: 'unknown-word-of-status', path: 'data.status' });
  if (word.trim().toLowerCase() === 'refunded' && !isFullyRefunded) return ofType;
  if (ofType === null) return ofWord;
  return ORDER_STATUSES.indexOf(ofType) > ORDER_STATUSES.indexOf(ofWord) ? ofType : ofWord;
}

/** The time that an event of this type reports by happening at all; null when it reports none. */
export const stageTimeOf = (type: EventType): StageTime | null => EVENTS[type].time;
