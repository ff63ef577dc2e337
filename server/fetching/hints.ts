import type { Write } from '@/db/writes';
import type { Instant } from '@/domain/clocks/instant';

/** A push that named an order. */
export interface OrderHint {
  readonly shopId: string;
  readonly orderNo: string;
  readonly receivedAt: Instant;
}

/**
 * Notes that orders are to be asked for. However many pushes name an order, it waits once; one that is just being asked for
 * is asked for again, since the answer may be older than the push. What a look found while its push waited with us was told
 * by the push. Meant for the transaction that takes the pushes.
 */
export const hintsWrite = (hints: readonly OrderHint[]): Write => ({
  text: (rows) => `insert into order_fetches as f (shop_id, order_no, found_by, found_at, due_by, due_at)
    select "shopId", "orderNo", 'push', at_ms(min("receivedAt")), 'push', now()
    from jsonb_to_recordset(${rows}) h ("shopId" text, "orderNo" text, "receivedAt" float8) group by 1, 2 order by 1, 2
    on conflict (shop_id, order_no) do update set told = f.told + 1, dead_at = null,
      found_by = case when f.found_by = 'poll' and excluded.found_at < f.found_at then 'push' else f.found_by end,
      attempts = case when f.due_at is null then 0 else f.attempts end,
      due_by = case when f.due_at is null then 'push' else f.due_by end,
      due_at = coalesce(f.due_at, now())`,
  rows: hints,
});
