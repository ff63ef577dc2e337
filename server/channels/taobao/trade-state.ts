import { parseTime } from '@/domain/order/clean/time';
import { CallFailure } from '../call-failure';
import type { OrderState } from '../channel';

type Json = Readonly<Record<string, unknown>>;

export const TRADE_NO = /^\d{6,32}$/;
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const wordIn = (part: Json, name: string): string => String(part[name] ?? '');

function linesIn({ orders }: Json): readonly Json[] {
  const lines = isRecord(orders) ? orders.order : null;
  return Array.isArray(lines) ? lines.filter(isRecord) : [];
}

/**
 * Which trade this is and in which state, alike from a list and from a detail. `modified` counts in seconds, and a trade may be
 * paid and let go within one; so what else changes is part of the mark. Throws CallFailure where it names no trade.
 */
export function stateOf(trade: Json): OrderState {
  const orderNo = wordIn(trade, 'tid_str') || wordIn(trade, 'tid');
  if (!TRADE_NO.test(orderNo)) throw new CallFailure('refused', { code: 'order-without-no' });
  const modified = parseTime(wordIn(trade, 'modified'), Number.MAX_SAFE_INTEGER / 2);
  const words = ['status', 'step_trade_status', 'pay_time', 'consign_time', 'end_time'].map((name) =>
    wordIn(trade, name),
  );
  const lines = linesIn(trade).map((line) => `${wordIn(line, 'status')}:${wordIn(line, 'refund_status')}`);
  return {
    orderNo,
    version: modified.isRead ? modified.at : 0,
    mark: `${words.join('/')} ${lines.join(' ')}`.slice(0, 200),
  };
}
