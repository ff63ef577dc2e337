import type { Database } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { canRelease } from '@/domain/order/transitions';
import { readFollowed, writeFollowed } from '@/sim/follow-file';
import type { Followed } from '@/sim/given-orders';
import { letGo, nextStep } from '@/sim/shop/life';
import { createRandom } from '@/sim/shop/random';

interface Released {
  readonly orderNo: string;
  readonly shopId: string;
  readonly releasedAt: Instant;
}

const keyOf = (shopId: string, orderNo: string) => `${shopId}/${orderNo}`;

/** Orders that people have released since the last run: the warehouse of the simulator now hears of it. */
export async function heedDecisions(db: Database, followFile: string): Promise<void> {
  const followed = readFollowed(followFile);
  const waiting = followed.filter(({ progress }) => progress.life.review === 'held' && canRelease(progress.life));
  const rows = await db.query<Released>(
    `select o.order_no as "orderNo", o.shop_id as "shopId", o.released_at as "releasedAt"
     from orders o join unnest($1::text[], $2::text[]) k (shop_id, order_no) using (shop_id, order_no)
     where o.review = 'released' and o.released_at is not null`,
    [waiting.map(({ progress }) => progress.order.shopId), waiting.map(({ progress }) => progress.order.orderNo)],
  );
  const released = new Map(rows.map((row) => [keyOf(row.shopId, row.orderNo), row.releasedAt]));
  const now = await db.now();
  const random = createRandom(now);
  const heeded = followed.map((one): Followed => {
    const { order, life } = one.progress;
    const releasedAt = released.get(keyOf(order.shopId, order.orderNo));
    if (releasedAt === undefined || life.review !== 'held') return one;
    const progress = letGo(one.progress, releasedAt);
    return { progress, step: nextStep(progress, now, random, 1) };
  });
  writeFollowed(followFile, heeded);
}
