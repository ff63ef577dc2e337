import type { Sql } from '@/db/client';
import type { TaskKind } from '@/domain/desk/task';
import type { Platform } from '@/domain/order/platform';
import type { OrderClass } from '@/domain/triage/verdict';

/** Where a customer's message belongs. No order: a conversation about nothing we know yet. */
export interface CardChoice {
  readonly customerId: string;
  readonly kind: TaskKind;
  readonly groupId: string;
  readonly order: CardOrder | null;
}
export interface CardOrder {
  readonly orderId: string;
  readonly class: OrderClass | null;
  readonly isUrgent: boolean;
  readonly platform: Platform;
  readonly paidFen: number | null;
  /** null: the platform did not say. */
  readonly tags: readonly string[] | null;
  readonly holds: readonly string[] | null;
}

interface OpenCard {
  readonly customerId: string;
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly groupId: string;
  readonly orderId: string | null;
}

/**
 * The open card each customer is talked to on: the one that already holds the conversation (the latest message first),
 * else the card of an order of theirs that nobody else is talked to on, one they just named before the others.
 */
const openCards = (tx: Sql, customerIds: readonly string[], named: readonly string[]): Promise<OpenCard[]> =>
  tx.query<OpenCard>(
    `select distinct on (c.id) c.id as "customerId", t.id as "taskId", t.kind, t.group_id as "groupId",
       t.order_id as "orderId"
     from unnest($1::bigint[]) c (id)
     cross join lateral (
       select t.* from tasks t where t.state = 'open' and t.customer_id = c.id
       union
       select t.* from customer_orders b join tasks t on t.order_id = b.order_id and t.state = 'open'
       where b.customer_id = c.id and t.customer_id is null
     ) t
     order by c.id, (t.customer_id is not distinct from c.id) desc, t.last_message_at desc nulls last,
       (t.order_id is not null and t.order_id = any($2::bigint[])) desc, t.opened_at desc, t.id desc`,
    [customerIds, named],
  );

/** For each customer the order to show beside the conversation: named just now, then still under way, then last tied. */
const freeOrders = (tx: Sql, customerIds: readonly string[], named: readonly string[]) =>
  tx.query<{ customerId: string; orderId: string }>(
    `select distinct on (b.customer_id) b.customer_id as "customerId", o.id as "orderId"
     from customer_orders b join orders o on o.id = b.order_id
     where b.customer_id = any($1::bigint[]) and b.at > now() - interval '60 days'
       and not exists (select 1 from tasks t where t.order_id = o.id and t.state = 'open')
     order by b.customer_id, (o.id = any($2::bigint[])) desc, (o.stage is not null) desc, b.at desc, o.id desc`,
    [customerIds, named],
  );

const cardOrders = (tx: Sql, orderIds: readonly string[]): Promise<CardOrder[]> =>
  tx.query<CardOrder>(
    `select id as "orderId", class, is_urgent as "isUrgent", platform, paid_fen as "paidFen",
       facts->'buyerTags'->'value' as tags, facts->'holds'->'value' as holds
     from orders where id = any($1::bigint[])`,
    [orderIds],
  );

/**
 * Locks the orders of these customers, as everybody does who opens or changes the card of an order: what is free now stays
 * free until the end of the transaction.
 */
const lockOrders = (tx: Sql, customerIds: readonly string[]) =>
  tx.query(
    `select 1 from orders o where o.id in (select order_id from customer_orders where customer_id = any($1::bigint[]))
     order by o.shop_id, o.order_no for no key update`,
    [customerIds],
  );

/**
 * Decides for each customer which card a new message belongs to. A conversation that was about nothing known gets the
 * order that has meanwhile been tied to the customer, unless that order has an open card of its own.
 */
export async function chooseCards(
  tx: Sql,
  customerIds: readonly string[],
  namedOrderIds: readonly string[],
  groupId: string,
): Promise<readonly CardChoice[]> {
  await lockOrders(tx, customerIds);
  const open = new Map(
    (await openCards(tx, customerIds, namedOrderIds)).map((card) => [card.customerId, card] as const),
  );
  const without = customerIds.filter((customerId) => (open.get(customerId)?.orderId ?? null) === null);
  const free = new Map(
    (await freeOrders(tx, without, namedOrderIds)).map((row) => [row.customerId, row.orderId] as const),
  );
  const claimed = new Set<string>();
  const chosen = customerIds.map((customerId) => {
    const card = open.get(customerId);
    const candidate = card?.orderId ?? free.get(customerId) ?? null;
    const isShared = card?.orderId == null && candidate !== null && claimed.has(candidate);
    const orderId = isShared ? null : candidate;
    if (orderId !== null) claimed.add(orderId);
    return { customerId, orderId, kind: card?.kind ?? 'conversation', groupId: card?.groupId ?? groupId, card };
  });
  await showOrders(
    tx,
    chosen.flatMap(({ card, orderId }) =>
      card && card.orderId === null && orderId !== null ? [{ taskId: card.taskId, orderId }] : [],
    ),
  );
  const orders = await cardOrders(tx, [...claimed]);
  return chosen.map(({ customerId, orderId, kind, groupId: ofGroup }) => ({
    customerId,
    kind,
    groupId: ofGroup,
    order: orders.find((order) => order.orderId === orderId) ?? null,
  }));
}

/** Puts an order on open conversation cards that had none. The card's next change announces it. */
async function showOrders(tx: Sql, pairs: readonly { taskId: string; orderId: string }[]): Promise<void> {
  if (pairs.length === 0) return;
  await tx.query(
    `update tasks t set order_id = p.order_id, version = t.version + 1
     from unnest($1::bigint[], $2::bigint[]) p (task_id, order_id)
     where t.id = p.task_id and t.state = 'open' and t.order_id is null
       and not exists (select 1 from tasks o where o.order_id = p.order_id and o.state = 'open')`,
    [pairs.map(({ taskId }) => taskId), pairs.map(({ orderId }) => orderId)],
  );
}
