import type { TestDatabase } from '@/db/testing/database';
import { advance, newProgress, type Progress } from '@/sim/shop/life';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';

/** An order as the pool has it, and as its platform should. */
export interface PooledRow {
  readonly orderNo: string;
  readonly status: string;
  readonly amountFen: number;
  readonly trackingNo: string | null;
  readonly version: number;
}

/** Orders placed within the nine minutes before `now` and paid; no platform knows them yet. */
export function paidOrders(now: number, count: number, prefix: string): Progress[] {
  const shop = createShop({ shopId: 's', prefix, seed: 11, scenario: SCENARIOS.normal, maskedShare: 0 });
  return Array.from({ length: count }, (_, n) => {
    const [order] = shop.nextOrders(now - 540_000 + Math.floor((n * 400_000) / count));
    if (!order) throw new Error('the shop took no order');
    return advance(newProgress(order), { type: 'order.paid', at: order.placedAt + 5_000 });
  });
}

/** Of these, the first that a warehouse may have, shipped at `at`. */
export const shippedOf = (orders: readonly Progress[], count: number, at: number): Progress[] =>
  orders
    .filter(({ life }) => life.review === 'released')
    .slice(0, count)
    .map((progress) =>
      advance(advance(progress, { type: 'order.picked', at: at - 10_000 }), { type: 'order.shipped', at }),
    );

export const byNumber = (rows: readonly PooledRow[]): PooledRow[] =>
  [...rows].sort((a, b) => (a.orderNo < b.orderNo ? -1 : 1));

/** What is known of a shop's orders, and how it became known. */
export const ordersOf = (db: TestDatabase, shopId: string) => ({
  pooled: () =>
    db.query<PooledRow>(
      `select order_no as "orderNo", status, amount_fen as "amountFen", tracking_no as "trackingNo",
         (facts->'status'->>'at')::float8 as version from orders where shop_id = $1 order by order_no collate "C"`,
      [shopId],
    ),
  foundBy: async (by: 'push' | 'poll' | 'list') =>
    (
      await db.query<{ no: string }>(
        `select order_no as no from order_fetches where shop_id = $1 and found_by = $2 order by order_no collate "C"`,
        [shopId, by],
      )
    ).map(({ no }) => no),
  /** Sums over the days: what was asked for, and what only looking found. */
  counted: async () =>
    (
      await db.query<{ fetched: number; orders: number; updates: number }>(
        `select sum(fetched)::int as fetched, sum(orders_by_poll)::int as orders, sum(updates_by_poll)::int as updates
         from channel_days where shop_id = $1`,
        [shopId],
      )
    )[0],
  /** What waits unread, was set aside or could not be read. */
  unread: () => db.query('select key, reason from inbox_keys where shop_id = $1 and state in (0, 2, 3)', [shopId]),
});
