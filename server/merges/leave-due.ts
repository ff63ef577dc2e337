import type { Database } from '@/db/client';
import { leave } from './leave';
import { lockWaiting } from './waiting';

const AT_MOST = 50;

/** Gives orders whose wait is over to their warehouses, merged ones as one. Returns how many left. */
export function leaveDue(db: Database): Promise<number> {
  return db.tx(async (tx) => {
    const due = await tx.query<{ key: string }>(
      `select merge_key as key from warehouse_orders where state = 'waiting' and leaves_at <= now()
       order by leaves_at limit ${AT_MOST}`,
    );
    if (due.length === 0) return 0;
    const byKey = await lockWaiting(tx, [...new Set(due.map(({ key }) => key))]);
    let left = 0;
    for (const waiting of byKey.values())
      left += await leave(tx, waiting, ({ isDue }) => isDue, { by: 'system', reason: '' });
    return left;
  });
}
