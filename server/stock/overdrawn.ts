import type { Sql } from '@/db/client';

/**
 * SQL over SKUs i: orders hold more than there is, or more left than the ledger had, so that it would be below zero had anybody
 * let it, and nobody has counted or adjusted it since.
 */
export const IS_OVERDRAWN = `(i.reserved > i.on_hand or i.on_hand < 0 or i.sku in (
  select m.sku from stock_movements m where m.missing > 0 and not exists (
    select from stock_movements c where c.sku = m.sku and c.id > m.id and c.kind = 'adjusted')))`;

/** How many SKUs are overdrawn: it should be 0. */
export async function countOverdrawn(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ n: number }>(`select count(*)::int as n from stock_items i where ${IS_OVERDRAWN}`);
  return row?.n ?? Number.NaN;
}
