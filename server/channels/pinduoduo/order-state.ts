import { parseTime } from '@/domain/order/clean/time';
import { CallFailure } from '../call-failure';
import type { OrderState } from '../channel';

type Json = Readonly<Record<string, unknown>>;

export const ORDER_NO = /^\d{6}-\d{6,24}$/;

/** When the order last changed, by the platform; null where it does not say. */
function changedAt(order: Json): number | null {
  const { updated_at: raw } = order;
  if (typeof raw !== 'string' || raw === '') return null;
  const read = parseTime(raw, Number.MAX_SAFE_INTEGER);
  return read.isRead ? read.at : null;
}

/** The number of an order that the platform gave. Throws CallFailure where it gave none. */
export function orderNoOf(order: Json): string {
  const orderNo = typeof order.order_sn === 'string' ? order.order_sn : '';
  if (!ORDER_NO.test(orderNo)) throw new CallFailure('refused', { code: 'order-without-no' });
  return orderNo;
}

/**
 * Which order this is and in which state, alike from a list and from a detail; null where the list gives the number only.
 * updated_at counts in seconds; what changes within one is part of the mark.
 */
export function stateOf(order: Json): OrderState | null {
  const version = changedAt(order);
  if (version === null) return null;
  const words = [order.order_status, order.refund_status, order.confirm_status, order.risk_control_status];
  const more = [order.after_sales_status, order.pay_time, order.shipping_time, order.receive_time];
  return {
    orderNo: orderNoOf(order),
    version,
    mark: [...words, ...more]
      .map((word) => String(word ?? ''))
      .join('/')
      .slice(0, 200),
  };
}
