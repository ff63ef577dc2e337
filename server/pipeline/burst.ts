import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { CompiledRuleSet } from '@/domain/triage/compile';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { knownNotes } from '@/server/privacy/sealed-notes';
import { ORDER_COLUMNS, type OrderRow, pooledFromRow } from './pool';
import type { PooledOrder } from './pooled-order';
import { type Features, ipOf, type Neighbour } from './surroundings';
import { judgeOrders } from './triage';

/** The neighbours of an order by which it was found to be part of a burst. */
function neighboursOf(order: PooledOrder, features: Features): readonly Neighbour[] {
  const signals = new Set(order.verdict?.hits.flatMap((hit) => hit.evidence.map((evidence) => evidence.signal)));
  const ip = signals.has('same-ip-burst') ? ipOf(order) : null;
  const address = signals.has('many-accounts-one-address') ? order.keys.addressKey : null;
  return [
    ...(ip === null ? [] : (features.sameIp.get(ip) ?? [])),
    ...(address === null ? [] : (features.sameAddress.get(address) ?? [])),
  ];
}

/**
 * A burst concerns every unshipped order of its window, also those released before it became one. Loads the
 * siblings of the batch's burst orders that are not held yet, judges them again, and returns those now held.
 */
export async function judgeBurstSiblings(
  { db: tx, keyring }: SealedDb<Sql>,
  orders: readonly PooledOrder[],
  features: Features,
  rules: CompiledRuleSet,
  now: Instant,
): Promise<PooledOrder[]> {
  const inBatch = new Set(orders.map((order) => `${order.shopId}\n${order.orderNo}`));
  // An order found by its IP and by its address too is one sibling.
  const found = new Map(
    orders
      .flatMap((order) => (order.isHistory ? [] : neighboursOf(order, features)))
      .map((entry) => [`${entry.shop_id}\n${entry.order_no}`, entry]),
  );
  const siblings = [...found].flatMap(([key, entry]) => (inBatch.has(key) ? [] : [entry]));
  if (siblings.length === 0) return [];
  const rows = await tx.query<OrderRow>(
    `select ${ORDER_COLUMNS} from orders o
     join unnest($1::text[], $2::text[]) k (shop_id, order_no) on o.shop_id = k.shop_id and o.order_no = k.order_no
     where o.review in ('pending', 'released') and not o.is_history
     order by o.shop_id, o.order_no for no key update of o`,
    [siblings.map((entry) => entry.shop_id), siblings.map((entry) => entry.order_no)],
  );
  const candidates = rows.map((row) => pooledFromRow(row, now, knownNotes(keyring, row.notes_sealed)));
  judgeOrders(candidates, features, rules, now);
  return candidates.filter((order) => order.decisions.some((made) => made.action === 'held'));
}
