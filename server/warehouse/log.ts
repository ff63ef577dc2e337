import type { Sql } from '@/db/client';
import { announceOutside } from './announce';

/** Writes what happened between orders and their warehouse into their logs, and tells open pages. */
export async function logged(tx: Sql, orderIds: readonly string[], action: string, detail: object): Promise<void> {
  await tx.query(
    `insert into order_log (order_id, actor, action, detail) select unnest($1::bigint[]), 'system', $2, $3`,
    [orderIds, action, JSON.stringify(detail)],
  );
  await announceOutside(tx, orderIds);
}
