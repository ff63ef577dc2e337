import type { HoldWord } from '@/domain/order/hold-word';
import type { OrderStatus, PaymentMethod } from '@/domain/order/order';
import { unknownStatus } from '../unknown-status';
import type { WechatOrder } from './schema';

/** 12: a present that waits to be taken; 13: a group that is not complete. 190 oversold, 200 all given back, 250 not paid. */
const STATUSES: Readonly<Record<number, OrderStatus>> = {
  10: 'unpaid',
  12: 'paid_hold',
  13: 'paid_hold',
  20: 'to_ship',
  21: 'part_shipped',
  30: 'shipped',
  100: 'done',
  190: 'cancelled',
  200: 'cancelled',
  250: 'cancelled',
};
const ALL_GIVEN_BACK = 200;

const CASH = 1;
/** 2 pays later, 3 was drawn by lot, 4 is paid with points. */
const METHODS: Readonly<Record<number, PaymentMethod>> = { [CASH]: 'wechat', 2: 'credit', 3: 'other', 4: 'other' };

/** Throws Unreadable for a status that is not in the table, since nothing could be decided on it. */
export function statusOf({ status }: WechatOrder): OrderStatus {
  const known = STATUSES[status];
  if (known === undefined) throw unknownStatus('status', status);
  return known;
}

/** The platform says that all of it was given back. */
export const isRefunded = ({ status }: WechatOrder): boolean => status === ALL_GIVEN_BACK;

/** How it was paid; what says nothing is the platform's own way. */
export const methodOf = (method: number | null | undefined): PaymentMethod => METHODS[method ?? CASH] ?? 'other';

/** Whether money came in when it was paid: not for what is paid later, with points, or drawn by lot. */
export const isCash = (method: number | null | undefined): boolean => (method ?? CASH) === CASH;

const UNDER_AFTER_SALE: HoldWord = '售后处理中';

/** What forbids shipping: an after-sale that is open on any of the lines. */
export function holdsOf({ order_detail: detail, aftersale_detail: afterSale }: WechatOrder): string[] {
  const isOnLines = (detail.product_infos ?? []).some((line) => (line.on_aftersale_sku_cnt ?? 0) > 0);
  return isOnLines || (afterSale?.on_aftersale_order_cnt ?? 0) > 0 ? [UNDER_AFTER_SALE] : [];
}
