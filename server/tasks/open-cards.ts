import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { QueueRow, TaskKind, TaskReason } from '@/domain/desk/task';
import type { TierFacts } from '@/domain/tiers/tier';
import type { OrderClass } from '@/domain/triage/verdict';
import { type FeedEntry, publish } from '@/server/live/publish';
import { activeTiers } from '@/server/tiers/active-tiers';
import { joinCards } from './join-cards';
import { type Placed, placeCards } from './place-cards';
import { BESIDE_TASKS, QUEUE_COLUMNS, queueRowsOf, taskFeedEntries } from './queue-rows';
import { tiered } from './tiered-card';

/** A reason for a human to look at an order or to answer a customer. */
export interface NewCard {
  readonly kind: TaskKind;
  readonly orderId: string | null;
  readonly customerId: string | null;
  readonly groupId: string;
  readonly class: OrderClass | null;
  readonly isUrgent: boolean;
  readonly tierFacts: TierFacts;
  readonly reasons: readonly TaskReason[];
  /** Skill that the reasons ask for, whatever the tier; absent = only what the tier asks for. */
  readonly skill?: string | null;
  /** Seat to be preferred when it is at work: the one that last served the customer. */
  readonly preferSeatId: string | null;
  /** A customer waits for a first reply. */
  readonly isMessage: boolean;
  readonly at: Instant;
  /** From the arrival of the causing message to now, in ms; null where nothing arrived. */
  readonly detectMs: number | null;
}

export interface OpenedCard {
  readonly taskId: string;
  readonly orderId: string | null;
  readonly customerId: string | null;
  readonly seatId: string | null;
  readonly isNew: boolean;
}

/**
 * Stores new cards, notes when their seats were last given one, and answers with the cards as queues show them. A case for
 * which somebody else has opened a card meanwhile is left out.
 */
async function insertCards(tx: Sql, placed: readonly Placed[], now: Instant): Promise<QueueRow[]> {
  if (placed.length === 0) return [];
  const records = placed.map(({ card, tier, tierVersion, groupId, clocks, seat }) => ({
    kind: card.kind,
    order_id: card.orderId,
    customer_id: card.customerId,
    group_id: groupId,
    class: card.class,
    is_urgent: card.isUrgent,
    tier_id: tier.id,
    tier_facts: card.tierFacts,
    tier_version: tierVersion,
    since: card.at,
    reasons: card.reasons,
    detect_ms: card.detectMs,
    ...clocks,
    seat_id: seat?.seatId ?? null,
    seat_why: seat?.why ?? null,
    unread: card.isMessage ? 1 : 0,
    last_message_at: card.isMessage ? card.at : null,
  }));
  const chosen = [...new Set(placed.flatMap(({ seat }) => seat?.seatId ?? []))];
  return tx.query<QueueRow>(
    `with chosen as (select user_id from seats where user_id = any($3::text[]) order by user_id for no key update),
     seated as (update seats s set assigned_at = at_ms($2) from chosen where s.user_id = chosen.user_id),
     t as (
       insert into tasks (kind, order_id, customer_id, group_id, class, is_urgent, tier_id, tier_facts, tier_version, tier_since,
         class_since, waiting_since, reasons, opened_at, detect_ms, warn_at, due_at, due_kind, work_warn_at, work_due_at, work_due_kind, seat_id, seat_since, seat_why, unread,
         last_message_at)
       select kind, order_id, customer_id, group_id, class, is_urgent, tier_id, tier_facts, tier_version, at_ms(since),
         at_ms(since), at_ms(last_message_at), reasons, at_ms($2), detect_ms, at_ms("warnAt"), at_ms("dueAt"), "dueKind", at_ms("workWarnAt"), at_ms("workDueAt"), "workDueKind", seat_id,
         case when seat_id is not null then at_ms($2) end, seat_why, unread, at_ms(last_message_at)
       from jsonb_to_recordset($1::jsonb) r (kind text, order_id bigint, customer_id bigint, group_id text, class text,
         is_urgent boolean, tier_id text, tier_facts jsonb, tier_version int, since float8, reasons jsonb, detect_ms int, "warnAt" float8, "dueAt" float8, "dueKind" text,
         "workWarnAt" float8, "workDueAt" float8, "workDueKind" text, seat_id text, seat_why jsonb, unread int,
         last_message_at float8)
       on conflict do nothing returning *)
     select ${QUEUE_COLUMNS} from t ${BESIDE_TASKS}`,
    [JSON.stringify(records), now, chosen],
  );
}

const openedOf = ({ taskId, orderId, customerId, seatId }: QueueRow): OpenedCard => ({
  taskId,
  orderId,
  customerId,
  seatId,
  isNew: true,
});

/** Cards that have changed, and what is to be published about them. */
export interface OpenedCards {
  readonly cards: readonly OpenedCard[];
  readonly announcements: readonly FeedEntry[];
}

const isCardOf = (row: QueueRow, card: NewCard): boolean =>
  card.orderId === null ? row.orderId === null && row.customerId === card.customerId : row.orderId === card.orderId;

/** Each round needs somebody else to have opened a card in it, and that card to be closed before the next. */
const MAX_ROUNDS = 10;

/**
 * Gives each reason a card: it joins the order's (or customer's) open card where there is one, otherwise a new card
 * is opened with tier, deadline and the least-loaded seat that is at work and can take it; nobody at work = no seat
 * (待认领). Set-based: a handful of statements whatever the number of cards. Cards must not name the same order twice in
 * one call. The caller publishes the announcements in the same transaction.
 */
export async function openCards(tx: Sql, cards: readonly NewCard[], now: Instant): Promise<OpenedCards> {
  if (cards.length === 0) return { cards: [], announcements: [] };
  const tierSet = await activeTiers(tx);
  const joined: OpenedCard[] = [];
  const inserted: QueueRow[] = [];
  let waiting = cards.map((card) => tiered(card, tierSet));
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round === MAX_ROUNDS) throw new Error('cards were opened and closed by others again and again');
    const known = await joinCards(tx, waiting, tierSet, now);
    const opened = await insertCards(tx, await placeCards(tx, known.remaining, now), now);
    joined.push(...known.joined);
    inserted.push(...opened);
    waiting = known.remaining.filter(({ card }) => !opened.some((row) => isCardOf(row, card)));
  }
  const changed = await queueRowsOf(
    tx,
    joined.map((card) => card.taskId),
  );
  return {
    cards: [...joined, ...inserted.map(openedOf)],
    announcements: taskFeedEntries([...changed, ...inserted]),
  };
}

/** Opens or joins cards and announces every one of them. */
export async function openOrJoinCards(
  tx: Sql,
  cards: readonly NewCard[],
  now: Instant,
): Promise<readonly OpenedCard[]> {
  const opened = await openCards(tx, cards, now);
  await publish(tx, opened.announcements);
  return opened.cards;
}
