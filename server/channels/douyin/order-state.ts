import { SECOND_MS } from '@/domain/clocks/instant';
import { CallFailure } from '../call-failure';
import type { OrderState } from '../channel';

type Json = Readonly<Record<string, unknown>>;

export const ORDER_NO = /^\d{6,32}$/;
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const listIn = (order: Json, name: string): readonly Json[] => {
  const value = order[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
};
const wordIn = (order: unknown, name: string): string => (isRecord(order) ? String(order[name] ?? '') : '');

/**
 * Which order this is and in which state, alike from a list and from a detail. update_time counts in seconds, and an order
 * may be paid and let go within one; so what else changes is part of the mark. Throws CallFailure where it names no order.
 */
export function stateOf(order: Json): OrderState {
  const orderNo = wordIn(order, 'order_id');
  if (!ORDER_NO.test(orderNo)) throw new CallFailure('refused', { code: 'order-without-no' });
  const seconds = Number(order.update_time);
  const lines = listIn(order, 'sku_order_list').map((line) => {
    const { after_sale_info: afterSale } = line;
    return [line.order_status, wordIn(afterSale, 'after_sale_status'), wordIn(afterSale, 'refund_status')].join(':');
  });
  const words = [order.order_status, order.main_status, order.pay_time, order.ship_time, order.finish_time];
  return {
    orderNo,
    version: Number.isSafeInteger(seconds) && seconds > 0 ? seconds * SECOND_MS : 0,
    mark: `${words.map((word) => String(word ?? '')).join('/')} ${lines.join(' ')}`.slice(0, 200),
  };
}
