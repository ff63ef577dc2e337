import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { TaskReason } from '@/domain/desk/task';
import type { Review } from '@/domain/order/lifecycle';
import type { FactMap } from '@/domain/order/merge-events';
import { classifyIntent, type IntentAnswer } from '@/domain/reply/intent';
import type { ReadIntent } from '@/domain/reply/intents';
import { occasionOfOrder } from '@/domain/reply/occasion';
import { factsWithoutOrder, type OrderFacts, replyFactsOf } from '@/domain/reply/reply-facts';
import { type Suggestion, suggest } from '@/domain/reply/suggest';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { notFound } from '@/server/errors';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { customerOfCard } from './capability';

export interface SuggestedReplies {
  /** What the customer's last messages are read as; null when the customer has written nothing. */
  readonly intent: ReadIntent | null;
  readonly intentBp: number;
  readonly suggestions: readonly Suggestion[];
}

interface CardToAnswer {
  readonly groupId: string;
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly reasons: readonly TaskReason[];
  readonly orderNo: string | null;
  readonly facts: FactMap | null;
  readonly review: Review | null;
  readonly releasedAt: Instant | null;
  readonly now: Instant;
}

const loadCard = async (sql: Sql, taskId: string): Promise<CardToAnswer | undefined> =>
  (
    await sql.query<CardToAnswer>(
      `select t.group_id as "groupId", t.customer_id as "customerId", t.order_id as "orderId", t.reasons,
         o.order_no as "orderNo", o.facts, o.review, o.released_at as "releasedAt", clock_timestamp() as now
       from tasks t left join orders o on o.id = t.order_id where t.id = $1::bigint`,
      [taskId],
    )
  )[0];

/** What the customer wrote since our last message, newest first; the last message alone when all are answered. */
async function openMessages({ db, keyring }: SealedDb<Sql>, customerId: string): Promise<string[]> {
  const rows = await db.query<{ sealed: Buffer; direction: string }>(
    `select sealed_body as sealed, direction from interactions
     where customer_id = $1::bigint and kind = 'message' and recalled_at is null and sealed_body is not null order by at desc, id desc limit 8`,
    [customerId],
  );
  const answered = rows.findIndex((row) => row.direction === 'out');
  const unanswered = answered < 0 ? rows : rows.slice(0, answered);
  const last = rows.find((row) => row.direction === 'in');
  return (unanswered.length > 0 ? unanswered : last ? [last] : []).map(({ sealed }) =>
    keyring.openText(sealed, PURPOSE.interaction),
  );
}

const SMALL_TALK: ReadonlySet<ReadIntent> = new Set(['greeting', 'acknowledgement', 'unknown']);

/** People write 在吗 and the question in separate messages: the newest that asks something counts. */
function readMessages(bodies: readonly string[]): IntentAnswer | null {
  const answers = bodies.map(classifyIntent);
  return answers.find((answer) => !SMALL_TALK.has(answer.intent)) ?? answers[0] ?? null;
}

function orderFactsOf(card: CardToAnswer): OrderFacts {
  const { orderNo, facts, now } = card;
  if (orderNo === null || facts === null) return factsWithoutOrder(now);
  const review = { review: card.review ?? 'pending', releasedAt: card.releasedAt };
  return replyFactsOf({ orderNo, facts, review }, now);
}

/**
 * Up to three replies for a card: to what the customer asked last, or, where nobody asked, what the order gives reason to
 * write. Each names the facts it uses; none is offered on facts that are missing or stale.
 */
export async function suggestReplies(
  ctx: Context<UserActor>,
  { taskId }: { readonly taskId: string },
): Promise<SuggestedReplies> {
  const card = await loadCard(ctx.db, taskId);
  if (!card) throw notFound('task');
  assertCan(ctx.actor, 'replies.suggest', { groupId: card.groupId }, 'task');
  const customerId = await customerOfCard(ctx.db, card);
  const read = customerId === null ? null : readMessages(await openMessages(ctx, customerId));
  const orderFacts = orderFactsOf(card);
  const rules = card.reasons.flatMap((reason) => (reason.ruleId === '' ? [] : [reason.ruleId]));
  const occasion = read?.intent ?? occasionOfOrder(rules, orderFacts.state);
  const suggestions =
    occasion === null ? [] : suggest({ intent: occasion, top: read?.top ?? [], orderFacts, now: card.now });
  return { intent: read?.intent ?? null, intentBp: read?.confidenceBp ?? 0, suggestions };
}
