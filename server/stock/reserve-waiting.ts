import type { Database } from '@/db/client';
import { publish } from '../live/publish';
import { outsideEntries } from '../warehouse/announce';
import { locksOf } from './ledger-rows';
import { settleClaims } from './settle-claims';

const AT_MOST = 100;

/** Orders that wait for pieces all of which are there now, the oldest first. */
const SERVABLE = `select w.order_id::text as id from stock_reservations w join stock_items i using (sku)
  where w.state = 'short' group by w.order_id having bool_and(i.on_hand - i.reserved >= w.quantity)
  order by w.order_id limit ${AT_MOST}`;

async function reserveOne(db: Database, orderId: string): Promise<boolean> {
  return db.tx(async (tx) => {
    await tx.query('select 1 from orders where id = $1::bigint for no key update', [orderId]);
    const locks = (await locksOf(tx, [orderId])).get(orderId) ?? [];
    const waiting = locks.filter(({ state }) => state === 'short');
    if (waiting.length === 0) return false;
    const pieces = new Map(waiting.map(({ sku, quantity }) => [sku, quantity]));
    await settleClaims(tx, [{ orderId, wish: 'hold', pieces, locks, isCounted: true }]);
    await publish(tx, outsideEntries([orderId]));
    const after = (await locksOf(tx, [orderId])).get(orderId) ?? [];
    return !after.some(({ state }) => state === 'short');
  });
}

/** Gives pieces that have come in to the orders that wait for them. Returns how many orders hold theirs now. */
export async function reserveWaiting(db: Database): Promise<number> {
  const servable = await db.query<{ id: string }>(SERVABLE);
  let served = 0;
  for (const { id } of servable) if (await reserveOne(db, id)) served += 1;
  return served;
}
