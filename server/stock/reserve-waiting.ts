import type { Database } from '@/db/client';
import type { LockState } from '@/domain/stock/ledger';
import { publish } from '../live/publish';
import { outsideEntries } from '../warehouse/announce';
import { openTroubleCards } from '../warehouse/trouble-cards';
import { locksOf } from './ledger-rows';
import { lackingWords, settleClaims } from './settle-claims';

const AT_MOST = 100;

/** Orders that wait for pieces all of which are there now, or some of which have been counted since, the oldest first. */
const SERVABLE = `select id::text from (
    select w.order_id as id from stock_reservations w join stock_items i using (sku)
    where w.state = 'short' group by w.order_id having bool_and(i.on_hand - i.reserved >= w.quantity)
    union select r.order_id from stock_reservations r join stock_items i using (sku)
    where r.state = 'uncounted' and i.counted_at is not null) w
  order by w.id limit ${AT_MOST}`;

const WAITING: ReadonlySet<LockState> = new Set<LockState>(['short', 'uncounted']);
/** What the order still wants: what it holds meanwhile belongs to it. */
const WANTED: ReadonlySet<LockState> = new Set<LockState>([...WAITING, 'reserved']);

async function settleOne(db: Database, orderId: string): Promise<boolean> {
  return db.tx(async (tx) => {
    await tx.query('select 1 from orders where id = $1::bigint for no key update', [orderId]);
    const locks = (await locksOf(tx, [orderId])).get(orderId) ?? [];
    if (!locks.some(({ state }) => WAITING.has(state))) return false;
    const wanted = locks.filter(({ state }) => WANTED.has(state));
    const pieces = new Map(wanted.map(({ sku, quantity }) => [sku, quantity]));
    const short = await settleClaims(tx, [{ orderId, wish: 'hold', pieces, locks, isCounted: true }]);
    await openTroubleCards(
      tx,
      short.map(({ lacking }) => ({ orderId, kind: 'short', words: lackingWords(lacking) })),
    );
    await publish(tx, outsideEntries([orderId]));
    return true;
  });
}

/**
 * Gives pieces that have come in to the orders that wait for them; one that turns out to lack some, since they were counted, gets
 * a card. Returns how many orders it has brought forward, to pieces or to such a card.
 */
export async function reserveWaiting(db: Database): Promise<number> {
  const servable = await db.query<{ id: string }>(SERVABLE);
  let settled = 0;
  for (const { id } of servable) if (await settleOne(db, id)) settled += 1;
  return settled;
}
