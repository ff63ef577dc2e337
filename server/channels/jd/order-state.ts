import { parseTime } from '@/domain/order/clean/time';
import { CallFailure } from '../call-failure';
import type { OrderState } from '../channel';

type Json = Readonly<Record<string, unknown>>;

export const ORDER_NO = /^\d{6,32}$/;

/** Which order this is and in which state, alike from a list and from a detail. Throws CallFailure where it names no order. */
export function stateOf(order: Json): OrderState {
  const word = (name: string) => String(order[name] ?? '');
  if (!ORDER_NO.test(word('orderId'))) throw new CallFailure('refused', { code: 'order-without-no' });
  const modified = parseTime(word('modified'), Number.MAX_SAFE_INTEGER / 2);
  const words = ['orderState', 'paymentConfirmTime', 'orderEndTime', 'waybill', 'returnOrder'].map(word);
  return {
    orderNo: word('orderId'),
    version: modified.isRead ? modified.at : 0,
    mark: words.join('/').slice(0, 200),
  };
}
