import type { Write } from '@/db/writes';

/** A push that named an order. */
export interface OrderHint {
  readonly shopId: string;
  readonly orderNo: string;
}

/**
 * Notes that orders are to be asked for. However many pushes name an order, it waits once; one that is just being asked for
 * is asked for again, since the answer may be older than the push. Meant for the transaction that takes the pushes.
 */
export const hintsWrite = (hints: readonly OrderHint[]): Write => ({
  text: (rows) => `insert into order_fetches as f (shop_id, order_no, found_by, due_by, due_at)
    select distinct "shopId", "orderNo", 'push', 'push', now() from jsonb_to_recordset(${rows}) h ("shopId" text, "orderNo" text)
    order by 1, 2
    on conflict (shop_id, order_no) do update set told = f.told + 1, dead_at = null,
      attempts = case when f.due_at is null then 0 else f.attempts end,
      due_by = case when f.due_at is null then 'push' else f.due_by end,
      due_at = coalesce(f.due_at, now())`,
  rows: hints,
});
