import type { Context, UserActor } from '../context';
import { countOverdrawn } from './overdrawn';
import { countOversold } from './oversold';

export interface StockOverview {
  readonly skus: number;
  /** SKUs that something is mapped to and nobody has counted. */
  readonly uncounted: number;
  /** Orders that wait for pieces, up to 10,000. */
  readonly waitingOrders: number;
  /** SKUs of which orders hold more than there is: always 0. */
  readonly oversold: number;
  /** SKUs of which more is held, or has left, than there was: it should be 0. */
  readonly overdrawn: number;
  /** Articles that a platform could not be told of, and is not told any more. */
  readonly givenUp: number;
}

/** How the whole stock stands. */
export async function stockOverview(ctx: Context<UserActor>): Promise<StockOverview> {
  const [row] = await ctx.db.query<Omit<StockOverview, 'oversold' | 'overdrawn'>>(
    `select count(*)::int as skus, (count(*) filter (where counted_at is null))::int as uncounted,
       (select count(*)::int from (select distinct order_id from stock_reservations where state = 'short' limit 10000) w)
         as "waitingOrders",
       (select count(*)::int from stock_articles where dead_at is not null) as "givenUp"
     from stock_items`,
  );
  const counts = row ?? { skus: 0, uncounted: 0, waitingOrders: 0, givenUp: 0 };
  return { ...counts, oversold: await countOversold(ctx.db), overdrawn: await countOverdrawn(ctx.db) };
}
