import type { Sql } from '@/db/client';
import { rateColumns, TOKENS_NOW } from './budget';
import type { Connection } from './connections';

/** An order that this node may ask for, until its lease is over. */
export interface LeasedFetch {
  readonly shopId: string;
  readonly orderNo: string;
  readonly token: string;
  readonly told: number;
  /** 1 for the first try. */
  readonly attempts: number;
}

const LEASE_SECONDS = 30;

/**
 * Takes due orders of the given shops, of each as many as its budget has calls and at most `perShop`, and takes the calls out
 * of the budgets. One statement; what another node is just taking is passed over.
 */
export function leaseFetches(db: Sql, connections: readonly Connection[], perShop: number): Promise<LeasedFetch[]> {
  return db.query<LeasedFetch>(
    `with budget as (
       select b.shop_id, ${TOKENS_NOW} as tokens from channel_budgets b
       join unnest($1::text[], $2::float8[], $3::float8[]) c (shop_id, rate, burst) using (shop_id)
       where b.blocked_until <= now() for update of b skip locked),
     due as (
       select f.shop_id, f.order_no from budget b cross join lateral (
         select shop_id, order_no from order_fetches d where d.shop_id = b.shop_id and d.due_at <= now()
         order by d.due_at limit least($4, greatest(0, floor(b.tokens)))::int for update skip locked) f),
     spent as (
       update channel_budgets c set tokens = b.tokens - d.n, filled_at = now()
       from budget b join (select shop_id, count(*) as n from due group by 1) d using (shop_id) where c.shop_id = b.shop_id)
     update order_fetches f set due_at = now() + make_interval(secs => ${LEASE_SECONDS}),
       token = nextval('order_fetch_token'), attempts = f.attempts + 1, asked_at = now()
     from due where f.shop_id = due.shop_id and f.order_no = due.order_no
     returning f.shop_id as "shopId", f.order_no as "orderNo", f.token, f.told, f.attempts`,
    [...rateColumns(connections), perShop],
  );
}
