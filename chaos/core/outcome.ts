import type { PooledDatabase } from '@/db/client';
import { counterDifferences } from '@/server/testing/counter-differences';
import { faultOf } from './orders';
import type { Plan } from './plan';
import type { SenderLog } from './sender';

interface OrderState {
  readonly orderNo: string;
  readonly cards: number;
  readonly holds: number;
  /** Everything that was said of it and what we made of it, without the times at which we did. */
  readonly state: string;
}

/**
 * Arrival is ours, not the shop's: it differs from run to run. What we made of an order counts where there was something to
 * decide: one whose shipment arrived before its payment was never ours to hold.
 */
const STATE = `jsonb_build_object('facts', o.facts, 'status', o.status, 'amount', o.amount_fen, 'paid', o.paid_fen,
  'refund', o.refund_fen, 'paidAt', o.paid_at, 'placedAt', o.placed_at, 'tracking', o.tracking_no,
  'decided', case when o.status not in ('shipped', 'signed') then jsonb_build_object('review', o.review, 'class', o.class,
    'urgent', o.is_urgent,
    'hits', (select jsonb_agg(hit->'ruleId' order by hit->>'ruleId') from jsonb_array_elements(o.verdict->'hits') hit))
  end)::text`;

export const statesOf = (db: PooledDatabase): Promise<OrderState[]> =>
  db.query<OrderState>(
    `select o.order_no as "orderNo", ${STATE} as state,
       (select count(*)::int from tasks t where t.order_id = o.id) as cards,
       (select count(*)::int from order_log l where l.order_id = o.id and l.action = 'held') as holds
     from orders o order by o.order_no`,
  );

const several = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${names.length} ${what} (${names.slice(0, 3).join(', ')})`];

async function intakeWrongs(db: PooledDatabase, plan: Plan, log: SenderLog): Promise<string[]> {
  const stored = new Map(
    (await db.query<{ key: string; state: number }>('select key, state from inbox_keys')).map((row) => [
      row.key,
      row.state,
    ]),
  );
  const said = await db.query<{ key: string }>(
    `select k.key from inbox_keys k join order_events e on e.inbox_id = k.id group by k.key having count(*) > 1`,
  );
  const conflicts = new Set((await db.query<{ key: string }>('select key from inbox_conflicts')).map(({ key }) => key));
  const acknowledged = [...log.acknowledged];
  return [
    ...several(
      'messages were never acknowledged',
      plan.inOrder.flatMap(({ id }) => (log.acknowledged.has(id) ? [] : [id])),
    ),
    ...several(
      'acknowledged pushes are lost',
      acknowledged.filter((id) => !stored.has(id)),
    ),
    ...several(
      'pushes were set aside or left',
      acknowledged.filter((id) => ![1, 4].includes(stored.get(id) ?? 1)),
    ),
    ...several(
      'messages were counted twice',
      said.map(({ key }) => key),
    ),
    ...several(
      'conflicts are lost',
      [...log.conflictsAcknowledged].filter((id) => !conflicts.has(id)),
    ),
    ...several(
      'repeats were taken for conflicts',
      [...conflicts].filter((id) => !log.conflictsAcknowledged.has(id)),
    ),
  ];
}

function orderWrongs(states: readonly OrderState[], reference: readonly OrderState[]): string[] {
  const expected = new Map(reference.map((order) => [order.orderNo, order]));
  const wanted = (orderNo: string) => (faultOf(orderNo) === null ? 0 : 1);
  const found = new Set(states.map(({ orderNo }) => orderNo));
  const names = (wrong: (order: OrderState) => boolean) => states.filter(wrong).map(({ orderNo }) => orderNo);
  return [
    ...several(
      'orders are missing',
      [...expected.keys()].filter((orderNo) => !found.has(orderNo)),
    ),
    ...several(
      'orders have no card',
      names((one) => one.cards < wanted(one.orderNo)),
    ),
    ...several(
      'orders have a card too many',
      names((one) => one.cards > wanted(one.orderNo)),
    ),
    ...several(
      'orders were held twice or not at all',
      names((one) => one.holds !== wanted(one.orderNo)),
    ),
    ...several(
      'orders differ from the reference',
      names((one) => one.state !== expected.get(one.orderNo)?.state),
    ),
  ];
}

async function effectWrongs(db: PooledDatabase): Promise<string[]> {
  const failed = await db.query<{ key: string }>('select idempotency_key as key from outbox where state <> 1');
  const [told] = await db.query<{ notices: number; holds: number; managers: number }>(
    `select (select coalesce(sum((detail->>'count')::int), 0)::int from notices where kind = 'order-held') as notices,
       (select count(*)::int from outbox where kind = 'notice.order-held') as holds,
       (select count(*)::int from users where role = 'manager') as managers`,
  );
  const isTold = told !== undefined && told.notices === told.holds * told.managers;
  return [
    ...several(
      'effects were not done',
      failed.map(({ key }) => key),
    ),
    ...(isTold ? [] : [`managers were told ${told?.notices} times of ${told?.holds} holds`]),
    ...several(
      'counters differ from count(*)',
      (await counterDifferences(db)).map((row) => JSON.stringify(row)),
    ),
  ];
}

/** What was promised and is not so; empty when all is as it must be. */
export async function wrongsOf(db: PooledDatabase, reference: PooledDatabase, plan: Plan, log: SenderLog) {
  return [
    ...(await intakeWrongs(db, plan, log)),
    ...orderWrongs(await statesOf(db), await statesOf(reference)),
    ...(await effectWrongs(db)),
  ];
}
