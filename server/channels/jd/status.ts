import { type HoldWord, holdWithCode } from '@/domain/order/hold-word';
import type { OrderStatus, PaymentMethod } from '@/domain/order/order';
import { unknownStatus } from '../unknown-status';
import type { JdOrder } from './schema';

/** Source: jingdong.pop.order.get, field orderState. What is not paid for is not shown to the seller. */
const STATUSES: Readonly<Record<string, OrderStatus>> = {
  LOCKED: 'paid_hold',
  PAUSE: 'paid_hold',
  POP_ORDER_PAUSE: 'paid_hold',
  WAIT_SELLER_STOCK_OUT: 'to_ship',
  WAIT_SELLER_DELIVERY: 'to_ship',
  WAIT_SEND_CODE: 'to_ship',
  WAIT_GOODS_RECEIVE_CONFIRM: 'shipped',
  FINISHED_L: 'done',
  TRADE_CANCELED: 'cancelled',
};
const UNDER_AFTER_SALE: HoldWord = '售后中';
const HOLDS: Readonly<Record<string, HoldWord | undefined>> = {
  LOCKED: '已锁定',
  PAUSE: '已暂停',
  POP_ORDER_PAUSE: '已暂停',
};

/** returnOrder of an order with an open after-sale. */
const AFTER_SALE = '2';

const METHODS: Readonly<Record<string, PaymentMethod>> = { '1': 'cod', '2': 'other', '5': 'other', '6': 'other' };

/** Every state that the seller can be shown, for a search. */
export const ALL_STATES = Object.keys(STATUSES).join(',');

/** Throws Unreadable for a state that is not in the table, since nothing could be decided on it. */
export function statusOf({ orderState: state }: JdOrder): OrderStatus {
  const status = STATUSES[state ?? ''];
  if (status === undefined) throw unknownStatus('orderState', state);
  return status;
}

/** How it was paid; undefined where the platform says only that it was paid online. */
export const methodOf = ({ payType }: JdOrder): PaymentMethod | undefined => METHODS[String(payType ?? '')];

/** What forbids shipping, in the platform's own words: an order that is locked (its buyer asks to cancel) or paused, an after-sale. */
export function holdsOf({ orderState: state, returnOrder }: JdOrder): string[] {
  const word = HOLDS[state ?? ''];
  return [
    ...(word === undefined ? [] : [holdWithCode(word, state)]),
    ...(String(returnOrder) === AFTER_SALE ? [UNDER_AFTER_SALE] : []),
  ];
}
