import type { BoardState } from './board-state';
import type { Review } from './lifecycle';
import type { OrderStatus } from './order';

const OVER: ReadonlySet<OrderStatus | BoardState> = new Set(['shipped', 'signed', 'done', 'cancelled', 'closed']);

/** How our review is called: an order that left, or ended, before anybody judged it waits for no review any more. */
export const reviewShown = (review: Review, where: OrderStatus | BoardState): Review | 'unreviewed' =>
  review === 'pending' && OVER.has(where) ? 'unreviewed' : review;
