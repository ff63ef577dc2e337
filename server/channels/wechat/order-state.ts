import { SECOND_MS } from '@/domain/clocks/instant';
import { CallFailure } from '../call-failure';
import type { OrderState } from '../channel';
import { ORDER_NO } from './hints';

type Json = Readonly<Record<string, unknown>>;

/** Which order this is and in which state. Throws CallFailure where it names no order. */
export function stateOf(order: Json): OrderState {
  const orderNo = String(order.order_id ?? '');
  if (!ORDER_NO.test(orderNo)) throw new CallFailure('refused', { code: 'order-without-no' });
  const seconds = Number(order.update_time);
  return {
    orderNo,
    version: Number.isSafeInteger(seconds) && seconds > 0 ? seconds * SECOND_MS : 0,
    mark: String(order.status ?? ''),
  };
}
