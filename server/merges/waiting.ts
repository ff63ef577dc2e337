import type { Sql } from '@/db/client';
import { type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import { leavesAt } from '@/domain/merge/leaves-at';

export type MergeMode = 'off' | 'suggest' | 'automatic';

/** A released order that has not left for its warehouse. */
export interface Waiting {
  readonly id: string;
  readonly orderId: string;
  readonly orderNo: string;
  readonly groupId: string;
  readonly shopId: string;
  readonly key: string;
  readonly isSure: boolean;
  readonly releasedAt: Instant;
  readonly isDue: boolean;
  readonly isKeptApart: boolean;
  readonly mergeId: string | null;
  readonly mode: MergeMode;
  readonly waitMinutes: number;
}

const READ = `select w.id::text as id, w.order_id::text as "orderId", o.order_no as "orderNo", o.group_id as "groupId",
    o.shop_id as "shopId", w.merge_key as key, w.is_merge_sure as "isSure", w.created_at as "releasedAt",
    w.leaves_at <= now() as "isDue", w.is_kept_apart as "isKeptApart", m.merge_id::text as "mergeId",
    s.merge_mode as mode, s.merge_wait_minutes as "waitMinutes"
  from warehouse_orders w join orders o on o.id = w.order_id join shops s on s.id = o.shop_id
    left join merge_members m on m.order_id = w.order_id and m.split_at is null
  where w.state = 'waiting' and w.merge_key = any($1::text[]) order by w.order_id`;

/** Every order that waits under one of these keys, by key; locked, as the pipeline locks orders: in the order of their keys. */
export async function lockWaiting(tx: Sql, keys: readonly string[]): Promise<Map<string, Waiting[]>> {
  await tx.query(
    `select 1 from warehouse_orders w join orders o on o.id = w.order_id
     where w.state = 'waiting' and w.merge_key = any($1::text[]) order by o.shop_id, o.order_no
     for no key update of o, w`,
    [keys],
  );
  const byKey = new Map<string, Waiting[]>();
  // Read after the locks are held: what others did meanwhile is in it.
  for (const row of await tx.query<Waiting>(READ, [keys])) byKey.set(row.key, [...(byKey.get(row.key) ?? []), row]);
  return byKey;
}

/** What leaves together: a merge, or an order by itself. */
export const unitOf = ({ mergeId, orderId }: Waiting): string => (mergeId === null ? `o${orderId}` : `m${mergeId}`);

/** Has these orders leave at one time, which their shop's wait gives. */
export async function waitTogether(tx: Sql, orders: readonly Waiting[]): Promise<void> {
  const [first, ...rest] = orders;
  if (first === undefined) return;
  const at = leavesAt([first.releasedAt, ...rest.map(({ releasedAt }) => releasedAt)], first.waitMinutes * MINUTE_MS);
  await tx.query('update warehouse_orders set leaves_at = at_ms($2) where id = any($1::bigint[])', [
    orders.map(({ id }) => id),
    at,
  ]);
}
