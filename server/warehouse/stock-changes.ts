import type { Sql } from '@/db/client';
import type { ToldFact } from '../facts/decode';
import type { StockChange } from '../links/outside-fact';

/**
 * Writes down the movements of stock that warehouses tell of, each once. Returns those that are new: this is where a stock
 * ledger takes them over, in the same transaction.
 */
export async function storeStockChanges(
  tx: Sql,
  told: readonly ToldFact<StockChange>[],
): Promise<readonly StockChange[]> {
  if (told.length === 0) return [];
  const rows = told.map(({ message, fact }, index) => ({
    index,
    linkId: message.linkId,
    messageId: message.id,
    ...fact,
  }));
  const fresh = await tx.query<{ businessCode: string; sku: string; warehouse: string; inventoryType: string }>(
    `insert into warehouse_stock_changes
       (link_id, message_id, business_code, warehouse, sku, inventory_type, quantity, order_code, at)
     select "linkId", "messageId", "businessCode", warehouse, sku, "inventoryType", quantity, "orderCode", at_ms(at)
     from jsonb_to_recordset($1::jsonb) r (index int, "linkId" text, "messageId" bigint, "businessCode" text,
       warehouse text, sku text, "inventoryType" text, quantity int, "orderCode" text, at float8) order by index
     on conflict (link_id, business_code, warehouse, sku, inventory_type) do nothing
     returning business_code as "businessCode", warehouse, sku, inventory_type as "inventoryType"`,
    [JSON.stringify(rows)],
  );
  const nameOf = (one: { businessCode: string; warehouse: string; sku: string; inventoryType: string }) =>
    `${one.businessCode}\n${one.warehouse}\n${one.sku}\n${one.inventoryType}`;
  const isFresh = new Set(fresh.map(nameOf));
  return told.flatMap(({ fact }) => (isFresh.delete(nameOf(fact)) ? [fact] : []));
}
