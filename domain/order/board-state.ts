import type { OrderClass } from '@/domain/triage/verdict';
import { isClosed, isPaid, isShipped, type Lifecycle } from './lifecycle';

/** What the board counts an order as: 未付款, 待审核, 待发货, 已发货, 异常, 已完结. */
export const BOARD_STATES = ['unpaid', 'to-review', 'to-ship', 'shipped', 'abnormal', 'closed'] as const;
export type BoardState = (typeof BOARD_STATES)[number];

/** The one board state of an order. Held by a blocking rule = abnormal; any other waiting review = to-review. */
export function boardStateOf(order: Lifecycle, orderClass: OrderClass | null): BoardState {
  if (isClosed(order)) return 'closed';
  if (isShipped(order)) return 'shipped';
  if (!isPaid(order)) return 'unpaid';
  if (order.review === 'released') return 'to-ship';
  return orderClass === 'abnormal' && order.review !== 'pending' ? 'abnormal' : 'to-review';
}
