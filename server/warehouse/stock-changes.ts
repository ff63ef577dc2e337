import type { Sql } from '@/db/client';
import type { ToldFact } from '../facts/decode';
import type { StockChange } from '../links/outside-fact';

/** Writes down the movements of stock that warehouses tell of, each once; the ledger takes them from there by itself. */
export async function storeStockChanges(tx: Sql, told: readonly ToldFact<StockChange>[]): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map(({ message, fact }, index) => ({
    index,
    linkId: message.linkId,
    messageId: message.id,
    ...fact,
  }));
  await tx.query(
    `insert into warehouse_stock_changes
       (link_id, message_id, business_code, warehouse, sku, inventory_type, quantity, order_code, at)
     select "linkId", "messageId", "businessCode", warehouse, sku, "inventoryType", quantity, "orderCode", at_ms(at)
     from jsonb_to_recordset($1::jsonb) r (index int, "linkId" text, "messageId" bigint, "businessCode" text,
       warehouse text, sku text, "inventoryType" text, quantity int, "orderCode" text, at float8) order by index
     on conflict (link_id, business_code, warehouse, sku, inventory_type) do nothing`,
    [JSON.stringify(rows)],
  );
}
