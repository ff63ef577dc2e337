import type { Database } from '@/db/client';
import { writeTogether } from '@/db/writes';
import { lockLedger, movementWrites } from './ledger-rows';
import { tellMissing } from './tell-missing';
import { noteArticles } from './writing/note-articles';

const CHUNK = 500;
/** Goods that can be sold; damaged and frozen ones are no stock for orders. */
const SELLABLE = 'ZP';

interface Told {
  readonly id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly reason: string;
  readonly isCounted: boolean;
}

/**
 * Takes movements that warehouses told of into the ledger, each once. What an order of ours took is counted when the order is
 * shipped; what comes back of one that was is goods again, as the warehouse counted them. SKUs that nothing is made of are
 * nobody's, and from those that nobody has counted nothing can be taken. Returns how many were taken; 0 = nothing waits.
 */
export function takeStockChanges(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const told = await tx.query<Told>(
      `with taken as (select id from warehouse_stock_changes where counted_at is null order by id limit ${CHUNK}
         for no key update skip locked)
       update warehouse_stock_changes c set counted_at = clock_timestamp() from taken where c.id = taken.id
       returning c.id::text as id, c.sku, c.quantity, c.warehouse || ' ' || c.business_code as reason,
         c.inventory_type = '${SELLABLE}' and c.quantity <> 0
           and not exists (select from warehouse_orders w where w.code = c.order_code and not (c.quantity > 0 and exists (
             select from stock_reservations r where r.order_id = w.order_id and r.sku = c.sku and r.state = 'shipped'))) as "isCounted"`,
    );
    const counted = told.filter(({ isCounted }) => isCounted).sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
    const ledger = await lockLedger(
      tx,
      counted.map(({ sku }) => sku),
    );
    const reasons: string[] = [];
    const missing = counted.flatMap(({ sku, quantity, reason }) => {
      if (!ledger.has(sku) || (quantity < 0 && !ledger.isCounted(sku))) return [];
      reasons.push(reason);
      const lacks = ledger.change(sku, 'warehouse', quantity);
      return lacks > 0 ? [{ sku, quantity: lacks }] : [];
    });
    const made = ledger.movements.map((movement, n) => ({
      ...movement,
      orderId: null,
      actor: 'system',
      reason: reasons[n] ?? '',
    }));
    await writeTogether(tx, movementWrites(made));
    await noteArticles(
      tx,
      made.map(({ sku }) => sku),
    );
    await tellMissing(tx, missing);
    return told.length;
  });
}
