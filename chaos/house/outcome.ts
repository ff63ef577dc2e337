import type { PooledDatabase } from '@/db/client';
import { counterDifferences } from '@/server/testing/counter-differences';

export interface OrderState {
  readonly shopId: string;
  readonly orderNo: string;
  readonly amountFen: number | null;
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
  'decided', case when o.status not in ('shipped', 'signed', 'done') then jsonb_build_object('review', o.review, 'class', o.class,
    'urgent', o.is_urgent,
    'hits', (select jsonb_agg(hit->'ruleId' order by hit->>'ruleId') from jsonb_array_elements(o.verdict->'hits') hit))
  end)::text`;

const statesOf = (db: PooledDatabase): Promise<OrderState[]> =>
  db.query<OrderState>(
    `select o.shop_id as "shopId", o.order_no as "orderNo", o.amount_fen as "amountFen", ${STATE} as state,
       (select count(*)::int from tasks t where t.order_id = o.id) as cards,
       (select count(*)::int from order_log l where l.order_id = o.id and l.action = 'held') as holds
     from orders o order by o.shop_id, o.order_no`,
  );

/** One line that says how many there are, with the first of them; none where there is none. */
export const several = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${names.length} ${what} (${names.slice(0, 3).join(', ')})`];

/**
 * What must be so of every order, whatever went wrong on the way: `wanted` says how many cards and holds it has to have, `isSame`
 * whether it ended as it had to.
 */
export async function orderWrongs(
  db: PooledDatabase,
  reference: PooledDatabase,
  wanted: (order: OrderState) => number,
  isSame = (state: string, expected: string): boolean => state === expected,
): Promise<string[]> {
  const states = await statesOf(db);
  const nameOf = ({ shopId, orderNo }: OrderState) => `${shopId}/${orderNo}`;
  const expected = new Map((await statesOf(reference)).map((order) => [nameOf(order), order]));
  const found = new Set(states.map(nameOf));
  const names = (wrong: (order: OrderState) => boolean) => states.filter(wrong).map(nameOf);
  return [
    ...several(
      'orders are missing',
      [...expected.keys()].filter((name) => !found.has(name)),
    ),
    ...several(
      'orders have no card',
      names((one) => one.cards < wanted(one)),
    ),
    ...several(
      'orders have a card too many',
      names((one) => one.cards > wanted(one)),
    ),
    ...several(
      'orders were held twice or not at all',
      names((one) => one.holds !== wanted(one)),
    ),
    ...several(
      'orders differ from the reference',
      names((one) => !isSame(one.state, expected.get(nameOf(one))?.state ?? '')),
    ),
  ];
}

/** Messages by which an order was told of more than once. */
export const countedTwice = (db: PooledDatabase): Promise<{ key: string }[]> =>
  db.query<{ key: string }>(
    `select k.key from inbox_keys k join order_events e on e.inbox_id = k.id group by k.id, k.key having count(*) > 1`,
  );

/** What must be so of everything that leaves the house, and of the board. */
export async function effectWrongs(db: PooledDatabase): Promise<string[]> {
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
