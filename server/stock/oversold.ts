import type { Sql } from '@/db/client';

/** SKUs of which orders hold more than there is, or another number than the ledger says. Always 0. */
export async function countOversold(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select count(*)::int as n from stock_items i
     left join (select sku, sum(quantity) as held from stock_reservations where state = 'reserved' group by sku) r using (sku)
     where i.reserved > i.on_hand or i.reserved <> coalesce(r.held, 0)`,
  );
  return row?.n ?? Number.NaN;
}
