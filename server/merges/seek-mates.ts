import type { Database, Sql } from '@/db/client';
import { announceOutside } from '../warehouse/announce';
import { joinOrders, MEMBERS_MAX } from './join';
import { lockWaiting, type Waiting, waitTogether } from './waiting';

const AT_MOST = 200;

/** What an automatic shop puts together: those that no person wants apart, into the merge that some are in. */
async function joinAutomatically(tx: Sql, orders: readonly Waiting[]): Promise<void> {
  const known = orders.find(({ mergeId }) => mergeId !== null)?.mergeId ?? null;
  const [first, ...rest] = orders.filter(({ mergeId }) => mergeId === null || mergeId === known).slice(0, MEMBERS_MAX);
  if (first === undefined || rest.length === 0) return;
  await joinOrders(tx, [first, ...rest], { by: 'system', reason: '' });
}

/** Answers with the orders for which something is otherwise now. */
async function settleKey(tx: Sql, waiting: readonly Waiting[]): Promise<readonly Waiting[]> {
  const together = waiting.filter(({ isKeptApart }) => !isKeptApart);
  const [first] = together;
  if (first === undefined || together.length < 2 || first.mode === 'off') return [];
  if (first.mode === 'automatic' && together.every(({ isSure }) => isSure)) await joinAutomatically(tx, together);
  else await waitTogether(tx, together);
  return together;
}

/**
 * Looks for orders that belong with those that have begun to wait: an automatic shop's are merged, of others people are shown
 * that they could be, and have the whole wait to do so. Returns how many were looked at.
 */
export function seekMates(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const begun = await tx.query<{ key: string }>(
      `select merge_key as key from warehouse_orders where state = 'waiting' and mates_sought_at is null
       order by id limit ${AT_MOST}`,
    );
    if (begun.length === 0) return 0;
    const byKey = await lockWaiting(tx, [...new Set(begun.map(({ key }) => key))]);
    const changed: Waiting[] = [];
    for (const waiting of byKey.values()) changed.push(...(await settleKey(tx, waiting)));
    const all = [...byKey.values()].flat();
    await tx.query('update warehouse_orders set mates_sought_at = now() where id = any($1::bigint[])', [
      all.map(({ id }) => id),
    ]);
    await announceOutside(
      tx,
      changed.map(({ orderId }) => orderId),
    );
    return begun.length;
  });
}
