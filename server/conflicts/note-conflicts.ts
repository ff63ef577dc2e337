import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { roomOf } from '@/domain/live/rooms';
import { conflictsOf } from '@/domain/order/conflicts';
import type { FactMap } from '@/domain/order/merge-events';
import type { FeedEntry } from '@/server/live/publish';
import type { PooledOrder } from '@/server/pipeline/pooled-order';

/** Where one source alone has spoken nothing can be contradicted, and nothing was. */
const hasSeveralSources = (facts: FactMap): boolean => {
  const [first, ...rest] = Object.values(facts);
  return first !== undefined && [first, ...rest].some((one) => one.others || one.source !== first.source);
};

/** Which words a conflict is about: its sides without their times. */
const WORDS = (sides: string) =>
  `(select jsonb_agg(jsonb_build_array(e->'source', e->'value') order by n) from jsonb_array_elements(${sides}) with ordinality e (e, n))`;

const NOTE = `with r as (select * from jsonb_to_recordset($1::jsonb) r (order_id bigint, found jsonb)),
   f as (select r.order_id, c->>'kind' as kind, c->'sides' as sides from r, jsonb_array_elements(r.found) c),
   opened as (insert into order_conflicts as c (order_id, kind, sides, opened_at)
     select order_id, kind, sides, at_ms($2) from f order by order_id, kind
     on conflict (order_id, kind) do update set sides = excluded.sides, version = c.version + 1,
       opened_at = case when c.closed_at is null then c.opened_at else excluded.opened_at end,
       closed_at = null, closed_by = null, taken_source = null, taken_reason = null
     where c.closed_at is null and c.sides <> excluded.sides
       or c.closed_at is not null and (c.closed_by = 'agreed' or ${WORDS('c.sides')} <> ${WORDS('excluded.sides')})
     returning order_id, kind, sides, opened_at = at_ms($2) as is_new),
   closed as (update order_conflicts c set closed_at = at_ms($2), closed_by = 'agreed', version = version + 1 from r
     where c.order_id = r.order_id and c.closed_at is null
       and not exists (select from f where f.order_id = c.order_id and f.kind = c.kind)
     returning c.order_id, c.kind),
   logged as (insert into order_log (order_id, at, actor, action, detail)
     select order_id, at_ms($2), 'system', 'conflict.opened', jsonb_build_object('kind', kind, 'sides', sides)
       from opened where is_new
     union all select order_id, at_ms($2), 'system', 'conflict.closed', jsonb_build_object('kind', kind) from closed)
   select order_id::text as id from opened union select order_id::text from closed`;

/** Tells everybody who sees an order's group that what its sources contradict each other about has changed. */
export const conflictEntry = (orderId: string, groupId: string, version: number): FeedEntry => ({
  topic: 'conflicts.changed',
  rooms: [roomOf.group(groupId), roomOf.board(), roomOf.order(orderId)],
  id: orderId,
  version,
  patch: { orderId },
});

/**
 * Opens the conflicts that the facts of these stored orders show, and closes those on which the sources agree again. One that
 * a person has settled opens again only when a side says something else. Returns what is to be published.
 */
export async function noteConflicts(tx: Sql, orders: readonly PooledOrder[], now: Instant): Promise<FeedEntry[]> {
  const several = orders.filter((order) => order.id !== null && !order.isHistory && hasSeveralSources(order.facts));
  if (several.length === 0) return [];
  const rows = several.map((order) => ({ order_id: order.id, found: conflictsOf(order.facts) }));
  const changed = await tx.query<{ id: string }>(NOTE, [JSON.stringify(rows), now]);
  const ids = new Set(changed.map(({ id }) => id));
  const touched = several.filter((order) => order.id !== null && ids.has(order.id));
  // The card shows that its order is in conflict.
  for (const order of touched) order.isShownOtherwise = true;
  return touched.map((order) => conflictEntry(order.id ?? '', order.groupId, order.version));
}
