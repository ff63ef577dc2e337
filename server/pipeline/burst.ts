import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { factOf } from '@/domain/order/merge-events';
import type { CompiledRuleSet } from '@/domain/triage/compile';
import type { Features } from './features';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from './pool';
import type { PooledOrder } from './pooled-order';
import { judgeOrders } from './triage';

const hasBurst = (order: PooledOrder): boolean =>
  order.verdict?.hits.some((hit) => hit.evidence.some((evidence) => evidence.signal === 'same-ip-burst')) ?? false;

/**
 * A burst concerns every unshipped order of its window, also those released before it became one. Loads the
 * siblings of the batch's burst orders that are not held yet, judges them again, and returns those now held.
 */
export async function judgeBurstSiblings(
  tx: Sql,
  orders: readonly PooledOrder[],
  features: Features,
  rules: CompiledRuleSet,
  now: Instant,
): Promise<PooledOrder[]> {
  const inBatch = new Set(orders.map((order) => `${order.shopId}\n${order.orderNo}`));
  const ips = new Set(
    orders.filter((order) => hasBurst(order) && !order.isHistory).map((order) => factOf(order.facts, 'buyerIp')),
  );
  const siblings = [...ips]
    .flatMap((ip) => (ip ? (features.sameIp.get(ip) ?? []) : []))
    .filter((entry) => !inBatch.has(`${entry.shop_id}\n${entry.order_no}`));
  if (siblings.length === 0) return [];
  const rows = await tx.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders o
     join unnest($1::text[], $2::text[]) k (shop_id, order_no) on o.shop_id = k.shop_id and o.order_no = k.order_no
     where o.review in ('pending', 'released') and not o.is_history
     order by o.shop_id, o.order_no for no key update of o`,
    [siblings.map((entry) => entry.shop_id), siblings.map((entry) => entry.order_no)],
  );
  const candidates = rows.map((row) => pooledFromRow(row, now));
  judgeOrders(candidates, features, rules, now);
  return candidates.filter((order) => order.decisions.some((made) => made.action === 'held'));
}
