import { type HoldWord, holdWithCode } from '@/domain/order/hold-word';
import type { OrderStatus, PaymentMethod } from '@/domain/order/order';
import { unknownStatus } from '../unknown-status';
import type { ShopOrder, SkuOrder } from './schema';

/**
 * order_status and main_status share their numbers; main_status knows more of them. 105 is paid and not yet let go by the
 * platform, 103 the deposit of a pre-sale: both wait, and become 2 by themselves. 21, 22 and 39: the money went back before
 * shipping, after it, after receipt.
 */
const STATUSES: Readonly<Record<number, OrderStatus>> = {
  1: 'unpaid',
  103: 'paid_hold',
  105: 'paid_hold',
  2: 'to_ship',
  101: 'part_shipped',
  3: 'shipped',
  5: 'done',
  4: 'cancelled',
  21: 'cancelled',
  22: 'cancelled',
  39: 'cancelled',
};
const REFUNDED: ReadonlySet<number> = new Set([21, 22, 39]);
/** States of main_status that say more than order_status does. */
const NEARER: ReadonlySet<number> = new Set([103, ...REFUNDED]);

/** States of an after-sale that is open, by the platform's words. In any of them the goods must not leave. */
const OPEN_AFTER_SALES: Readonly<Record<number, HoldWord | undefined>> = {
  6: '售后申请',
  7: '售后退货中',
  11: '售后已发货',
  13: '售后换货商家发货',
};
const REFUND_PENDING = 1;
const REFUND_SUCCEEDED = 3;
const PENDING: HoldWord = '待退款';
/** An after-sale that a buyer took back keeps its refund pending for ever. */
const ENDED_AFTER_SALES: ReadonlySet<number> = new Set([12, 14, 27, 28, 29, 51, 53]);

const METHODS: Readonly<Record<number, PaymentMethod>> = {
  0: 'cod',
  1: 'wechat',
  2: 'alipay',
  3: 'other',
  4: 'card',
  5: 'balance',
  7: 'other',
  8: 'credit',
  9: 'card',
  12: 'credit',
};

/** Throws Unreadable for a status that is not in the table, since nothing could be decided on it. */
export function statusOf({ order_status: ofOrder, main_status: main }: ShopOrder): OrderStatus {
  const decisive = main != null && (NEARER.has(main) || ofOrder == null) ? main : ofOrder;
  const status = STATUSES[decisive ?? -1];
  if (status === undefined) throw unknownStatus('order_status', decisive);
  return status;
}

/** The platform says that all the money went back. */
export const isRefunded = ({ main_status: main }: ShopOrder): boolean => main != null && REFUNDED.has(main);

const CLOSED: ReadonlySet<number> = new Set([4, ...REFUNDED]);

/** All of the line was paid back, which closes it; what was paid back of one that stays open is only part of its price. */
export const isLineRefunded = ({ order_status: status, after_sale_info: info }: SkuOrder): boolean =>
  info?.refund_status === REFUND_SUCCEEDED && (status == null || CLOSED.has(status));

/** How it was paid; undefined where the platform does not say. */
export const methodOf = ({ pay_type: type }: ShopOrder): PaymentMethod | undefined =>
  type == null ? undefined : (METHODS[type] ?? 'other');

function holdOf({ after_sale_info: info }: SkuOrder): string[] {
  const status = info?.after_sale_status ?? 0;
  const word = OPEN_AFTER_SALES[status];
  if (word !== undefined) return [holdWithCode(word, status)];
  return info?.refund_status === REFUND_PENDING && !ENDED_AFTER_SALES.has(status) ? [PENDING] : [];
}

/** What forbids shipping, in the platform's own words: after-sales that are open on any of the lines. */
export const holdsOf = (order: ShopOrder): string[] => [...new Set((order.sku_order_list ?? []).flatMap(holdOf))];
