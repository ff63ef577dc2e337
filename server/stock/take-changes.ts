import type { Database } from '@/db/client';
import { writeTogether } from '@/db/writes';
import { Ledger } from '@/domain/stock/ledger';
import { lockLevels, movementWrites } from './ledger-rows';
import { tellMissing } from './tell-missing';

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
 * shipped, and SKUs that nothing is made of are nobody's. Returns how many were taken; 0 = nothing waits.
 */
export function takeStockChanges(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const told = await tx.query<Told>(
      `with taken as (select id from warehouse_stock_changes where counted_at is null order by id limit ${CHUNK}
         for no key update skip locked)
       update warehouse_stock_changes c set counted_at = clock_timestamp() from taken where c.id = taken.id
       returning c.id::text as id, c.sku, c.quantity, c.warehouse || ' ' || c.business_code as reason,
         c.inventory_type = '${SELLABLE}' and c.quantity <> 0
           and not exists (select from warehouse_orders w where w.code = c.order_code) as "isCounted"`,
    );
    const counted = told.filter(({ isCounted }) => isCounted).sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
    const levels = await lockLevels(
      tx,
      counted.map(({ sku }) => sku),
    );
    const ledger = new Ledger(levels);
    const known = counted.filter(({ sku }) => levels.has(sku));
    const missing = known.flatMap(({ sku, quantity }) => {
      const lacks = ledger.change(sku, 'warehouse', quantity);
      return lacks > 0 ? [{ sku, quantity: lacks }] : [];
    });
    const made = ledger.movements.map((movement, n) => ({
      ...movement,
      orderId: null,
      actor: 'system',
      reason: known[n]?.reason ?? '',
    }));
    await writeTogether(tx, movementWrites(made));
    await tellMissing(tx, missing);
    return told.length;
  });
}
