import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { mergeTierFacts } from '@/domain/tiers/merge-tier-facts';
import { NO_FACTS, type TierFacts, type TierSet } from '@/domain/tiers/tier';
import { tierOf } from '@/domain/tiers/tier-of';
import type { OpenedCard } from './open-cards';
import { clocksFor, type TieredCard } from './tiered-card';

interface OpenTask {
  readonly id: string;
  readonly order_id: string | null;
  readonly customer_id: string | null;
  readonly seat_id: string | null;
  readonly tier_facts: TierFacts | null;
}

async function openTasksOf(tx: Sql, cards: readonly TieredCard[]): Promise<OpenTask[]> {
  const orderIds = cards.flatMap(({ card }) => card.orderId ?? []);
  const customerIds = cards.flatMap(({ card }) => card.customerId ?? []);
  return tx.query<OpenTask>(
    `select id, order_id, customer_id, seat_id, tier_facts from tasks where state = 'open'
       and (order_id = any($1::bigint[]) or (customer_id = any($2::bigint[]) and order_id is null))
     order by id for no key update`,
    [orderIds, customerIds],
  );
}

const isSameCase = (task: OpenTask, { card }: TieredCard): boolean =>
  card.orderId !== null && task.order_id !== null
    ? task.order_id === card.orderId
    : card.customerId !== null && task.order_id === null && task.customer_id === card.customerId;

/** What a joining card makes of an open one: all that is known of both, the tier that follows, and the clocks it starts. */
function rejudged(card: TieredCard, task: OpenTask, { tiers }: TierSet) {
  const tierFacts = mergeTierFacts(task.tier_facts ?? NO_FACTS, card.card.tierFacts);
  const tier = tierOf(tierFacts, tiers);
  return { ...card, task, tierFacts, tier, clocks: clocksFor(card.card, tier) };
}

/** The columns of a joining card as records of one statement. */
const recordOf = ({ card, clocks, task, tier, tierFacts, tierVersion }: ReturnType<typeof rejudged>) => ({
  id: task.id,
  reasons: card.reasons,
  is_urgent: card.isUrgent,
  class: card.class,
  customer_id: card.customerId,
  unread: card.isMessage ? 1 : 0,
  last_message_at: card.isMessage ? card.at : null,
  tier_id: tier.id,
  tier_facts: tierFacts,
  tier_version: tierVersion,
  since: card.at,
  work_due: clocks.workDueAt,
  work_due_kind: clocks.workDueKind,
  work_warn: clocks.workWarnAt,
  due: clocks.dueAt,
  due_kind: clocks.dueKind,
  warn: clocks.warnAt,
});

/**
 * Later reasons join the open card of the same order (or, without an order, of the same customer): reasons are
 * appended, the tier follows from all that is known by now, the deadline only comes nearer, and an unanswered message starts
 * the reply clock.
 */
export async function joinCards(
  tx: Sql,
  cards: readonly TieredCard[],
  tierSet: TierSet,
  now: Instant,
): Promise<{ joined: OpenedCard[]; remaining: TieredCard[] }> {
  const open = await openTasksOf(tx, cards);
  const pairs = cards.map((card) => ({ card, task: open.find((task) => isSameCase(task, card)) }));
  const remaining = pairs.flatMap(({ card, task }) => (task ? [] : [card]));
  const joining = pairs.flatMap(({ card, task }) => (task ? [rejudged(card, task, tierSet)] : []));
  if (joining.length === 0) return { joined: [], remaining };
  await tx.query(
    `update tasks t set version = t.version + 1,
       reasons = t.reasons || (select coalesce(jsonb_agg(n), '[]') from jsonb_array_elements(r.reasons) n
         where not exists (select 1 from jsonb_array_elements(t.reasons) e
           where e->>'ruleId' = n->>'ruleId' and e->>'kind' = n->>'kind' and n->>'kind' <> 'message')),
       is_urgent = t.is_urgent or r.is_urgent, class = coalesce(r.class, t.class),
       customer_id = coalesce(t.customer_id, r.customer_id), tier_facts = r.tier_facts, tier_id = r.tier_id,
       tier_since = case when r.tier_id = t.tier_id then t.tier_since else at_ms(r.since) end,
       tier_version = least(t.tier_version, r.tier_version),
       class_since = case when coalesce(r.class, t.class) is distinct from t.class then at_ms(r.since) else t.class_since end,
       waiting_since = case when t.unread = 0 then at_ms(r.last_message_at) else t.waiting_since end,
       unread = t.unread + r.unread, last_message_at = coalesce(at_ms(r.last_message_at), t.last_message_at),
       work_due_kind = case when at_ms(r.work_due) < t.work_due_at then r.work_due_kind else t.work_due_kind end,
       work_warn_at = case when at_ms(r.work_due) < t.work_due_at then at_ms(r.work_warn) else t.work_warn_at end,
       work_due_at = least(t.work_due_at, at_ms(r.work_due)),
       due_kind = case when at_ms(r.due) < t.due_at then r.due_kind else t.due_kind end,
       warn_at = case when at_ms(r.due) < t.due_at then at_ms(r.warn) else t.warn_at end,
       due_at = least(t.due_at, at_ms(r.due)),
       is_overdue = t.is_overdue and least(t.due_at, at_ms(r.due)) <= at_ms($2)
     from jsonb_to_recordset($1::jsonb) r (id bigint, reasons jsonb, is_urgent boolean, class text, customer_id bigint,
       unread int, last_message_at float8, tier_id text, tier_facts jsonb, tier_version int, since float8, work_due float8, work_due_kind text, work_warn float8, due float8, due_kind text, warn float8)
     where t.id = r.id`,
    [JSON.stringify(joining.map(recordOf)), now],
  );
  const joined = joining.map(({ card, task }) => ({
    taskId: task.id,
    orderId: task.order_id,
    customerId: task.customer_id ?? card.customerId,
    seatId: task.seat_id,
    isNew: false,
  }));
  return { joined, remaining };
}
