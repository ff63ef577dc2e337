import { type HoldWord, holdWithCode } from '@/domain/order/hold-word';
import type { OrderStatus, PaymentMethod } from '@/domain/order/order';
import { unknownStatus } from '../unknown-status';
import type { PddOrder } from './schema';

const CONFIRM = { waiting: 0, done: 1, cancelled: 2 };
const GROUP = { open: 0, complete: 1, failed: 2 };
const REFUND = { none: 1, afterSale: 2, refunding: 3, refunded: 4 };
const SHIPPING = { toShip: 1, shipped: 2, signed: 3 };
const UNDER_REVIEW = 1;
const DEPOSIT_PAID = 1;

/** Tags of order_tag_list that stop shipping, in the platform's words. */
const HOLD_TAGS: Readonly<Record<string, HoldWord | undefined>> = {
  ship_hold: '暂停发货',
  region_black_delay_shipping: '区域管控延迟发货',
};
/** States of an after-sale in which the goods must not leave. */
const RISK_REVIEW: HoldWord = '风控审核中';
const OPEN_AFTER_SALES: Readonly<Record<number, HoldWord | undefined>> = {
  2: '买家申请退款',
  3: '买家申请退货退款',
  4: '商家同意退款,退款中',
  5: '平台同意退款,退款中',
  6: '驳回退款,待买家处理',
  7: '同意退货退款,待买家发货',
  8: '平台处理中',
  14: '换货或补寄,待商家处理',
  15: '换货或补寄,待买家处理',
  18: '换货补寄待买家确认',
};

/** The platform says that it is looking at the order: its receiver is empty, and it must not be shipped. */
export const isUnderReview = ({ risk_control_status: risk }: PddOrder): boolean => risk === UNDER_REVIEW;

/** The platform says that all the money went back. */
export const isRefunded = ({ refund_status: refund }: PddOrder): boolean => refund === REFUND.refunded;

const isSet = (raw: string | null | undefined): boolean => (raw ?? '').trim() !== '';

/**
 * Four statuses together make one: order_status tells of shipping only. Throws Unreadable for an order_status that is not in the
 * table, since nothing could be decided on it.
 */
export function statusOf(order: PddOrder): OrderStatus {
  const { order_status: shipping, confirm_status: confirm, group_status: group } = order;
  if (isRefunded(order) || confirm === CONFIRM.cancelled || group === GROUP.failed) return 'cancelled';
  if (shipping === SHIPPING.signed) return isSet(order.receive_time) ? 'done' : 'signed';
  if (shipping === SHIPPING.shipped) return isSet(order.receive_time) ? 'done' : 'shipped';
  if (shipping !== SHIPPING.toShip) throw unknownStatus('order_status', shipping);
  if (order.step_order_info?.step_trade_status === DEPOSIT_PAID) return 'paid_hold';
  if (confirm === CONFIRM.waiting || group === GROUP.open) return isSet(order.pay_time) ? 'paid_hold' : 'unpaid';
  return isUnderReview(order) ? 'paid_hold' : 'to_ship';
}

/** What forbids shipping, in the platform's own words. */
export function holdsOf(order: PddOrder): string[] {
  const tags = (order.order_tag_list ?? []).filter(({ value }) => value === 1);
  const afterSale = OPEN_AFTER_SALES[order.after_sales_status ?? 0];
  const { refund_status: refund } = order;
  const isOpen = refund === REFUND.afterSale || refund === REFUND.refunding;
  return [
    ...(isUnderReview(order) ? [RISK_REVIEW] : []),
    ...tags.flatMap(({ name }) => (HOLD_TAGS[name ?? ''] ? [HOLD_TAGS[name ?? ''] ?? ''] : [])),
    ...(afterSale === undefined ? [] : [holdWithCode(afterSale, order.after_sales_status)]),
    ...(afterSale === undefined && isOpen ? [holdWithCode('售后处理中', refund)] : []),
  ];
}

const METHODS: Readonly<Record<string, PaymentMethod>> = { WEIXIN: 'wechat', ALIPAY: 'alipay' };

/** How it was paid; undefined where the platform does not say. */
export const methodOf = ({ pay_type: type }: PddOrder): PaymentMethod | undefined =>
  isSet(type) ? (METHODS[type ?? ''] ?? 'other') : undefined;
