import type { Sql } from '@/db/client';
import { RESERVED_KEY } from '../channels/reserved-key';

/** Orders and their sums in fen. */
export interface StoredSums {
  readonly orders: number;
  readonly amountFen: number;
  readonly paidFen: number;
  readonly refundFen: number;
}

/** How many imported rows of a shop wait for the pipeline, for another try, or because the shop is held. */
export async function countPending(sql: Sql, shopId: string): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select (select count(*) from inbox_keys where state = 0 and shop_id = $1 and key like $2 || '%')::int
       + (select count(*) from inbox_keys where state = 5 and shop_id = $1 and key like $2 || '%')::int
       + (select count(*) from inbox_keys where state = 6 and shop_id = $1 and key like $2 || '%')::int as n`,
    [shopId, RESERVED_KEY],
  );
  return row?.n ?? 0;
}

/** How many imported rows of a shop the pipeline has set aside since this message. */
export async function countUnreadable(sql: Sql, shopId: string, firstInboxId: string): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select count(*)::int as n from inbox_keys where state in (2, 7) and id >= $2 and shop_id = $1 and key like $3 || '%'`,
    [shopId, firstInboxId, RESERVED_KEY],
  );
  return row?.n ?? 0;
}

export const NO_SUMS: StoredSums = { orders: 0, amountFen: 0, paidFen: 0, refundFen: 0 };

/** The stored orders of these numbers, up to a few thousand, counted and summed onto `sums`. */
export async function addStored(
  sql: Sql,
  shopId: string,
  orderNos: readonly string[],
  sums: StoredSums,
): Promise<StoredSums> {
  const [row] = await sql.query<StoredSums>(
    `select count(*)::int as orders, coalesce(sum(amount_fen), 0)::float8 as "amountFen",
       coalesce(sum(paid_fen), 0)::float8 as "paidFen", coalesce(sum(refund_fen), 0)::float8 as "refundFen"
     from orders where shop_id = $1 and order_no = any($2)`,
    [shopId, orderNos],
  );
  if (!row) return sums;
  return {
    orders: sums.orders + row.orders,
    amountFen: sums.amountFen + row.amountFen,
    paidFen: sums.paidFen + row.paidFen,
    refundFen: sums.refundFen + row.refundFen,
  };
}
