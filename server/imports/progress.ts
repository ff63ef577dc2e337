import type { Sql } from '@/db/client';
import { RESERVED_KEY } from '../channels/reserved-key';

/** Orders and their sums in fen. */
export interface StoredSums {
  readonly orders: number;
  readonly amountFen: number;
  readonly paidFen: number;
  readonly refundFen: number;
}

const CHUNK = 5_000;

function* chunksOf<T>(values: readonly T[]): Generator<T[]> {
  for (let start = 0; start < values.length; start += CHUNK) yield values.slice(start, start + CHUNK);
}

/** How many imported rows of a shop wait for the pipeline. */
export async function countPending(sql: Sql, shopId: string): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select count(*)::int as n from inbox_keys where state = 0 and shop_id = $1 and key like $2 || '%'`,
    [shopId, RESERVED_KEY],
  );
  return row?.n ?? 0;
}

/** How many of these messages the pipeline has set aside. */
export async function countUnreadable(sql: Sql, inboxIds: readonly string[]): Promise<number> {
  let count = 0;
  for (const ids of chunksOf(inboxIds)) {
    const [row] = await sql.query<{ n: number }>(
      'select count(*)::int as n from inbox_keys where state = 2 and id = any($1::bigint[])',
      [ids],
    );
    count += row?.n ?? 0;
  }
  return count;
}

/** The stored orders of these numbers, counted and summed. */
export async function sumOrders(sql: Sql, shopId: string, orderNos: readonly string[]): Promise<StoredSums> {
  const total = { orders: 0, amountFen: 0, paidFen: 0, refundFen: 0 };
  for (const numbers of chunksOf(orderNos)) {
    const [row] = await sql.query<StoredSums>(
      `select count(*)::int as orders, coalesce(sum(amount_fen), 0)::float8 as "amountFen",
         coalesce(sum(paid_fen), 0)::float8 as "paidFen", coalesce(sum(refund_fen), 0)::float8 as "refundFen"
       from orders where shop_id = $1 and order_no = any($2)`,
      [shopId, numbers],
    );
    total.orders += row?.orders ?? 0;
    total.amountFen += row?.amountFen ?? 0;
    total.paidFen += row?.paidFen ?? 0;
    total.refundFen += row?.refundFen ?? 0;
  }
  return total;
}
