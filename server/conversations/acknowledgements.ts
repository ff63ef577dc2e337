import type { Sql } from '@/db/client';
import { HOUR_MS, type Instant } from '@/domain/clocks/instant';
import { asksSomething } from '@/domain/reply/acknowledgement';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { StoredMessage } from './store-messages';

/** A conversation closed longer ago than this is over: whoever writes then begins another. */
const CLOSED_WITHIN_MS = 72 * HOUR_MS;

interface Candidate {
  readonly customerId: string;
  readonly at: Instant;
}

/** Customers who said nothing in these messages but an acknowledgement, with the time of the last. */
function candidatesOf(stored: readonly StoredMessage[]): Candidate[] {
  const said = stored.filter(({ isFromCustomer }) => isFromCustomer);
  const busy = new Set(
    said.flatMap(({ isAcknowledgement, customer }) => (isAcknowledgement ? [] : customer.customerId)),
  );
  const last = new Map<string, Instant>();
  for (const { customer, at } of said)
    if (!busy.has(customer.customerId))
      last.set(customer.customerId, Math.max(at, last.get(customer.customerId) ?? at));
  return [...last].map(([customerId, at]) => ({ customerId, at }));
}

/** The last closed conversation of candidates without an open card, and our last words to them. */
const closedConversations = (tx: Sql, candidates: readonly Candidate[]) =>
  tx.query<{ customerId: string; at: Instant; taskId: string; lastWords: Buffer | null }>(
    `select c.id as "customerId", c.at, t.id as "taskId", (
         select i.sealed_body from interactions i where i.customer_id = c.id and i.direction = 'out' and i.kind = 'message'
         order by i.at desc, i.id desc limit 1) as "lastWords"
     from unnest($1::bigint[], $2::float8[]) c (id, at)
     cross join lateral (select id from tasks where customer_id = c.id and state = 'closed'
       and closed_at > at_ms(c.at - ${CLOSED_WITHIN_MS}) order by closed_at desc, id desc limit 1) t
     where not exists (select 1 from tasks o where o.customer_id = c.id and o.state = 'open')
       and not exists (select 1 from customer_orders b join tasks o on o.order_id = b.order_id and o.state = 'open'
         where b.customer_id = c.id)`,
    [candidates.map(({ customerId }) => customerId), candidates.map(({ at }) => at)],
  );

/**
 * Puts bare thanks after a closed conversation with that conversation, without a card: nobody has to answer them. Where our
 * last words asked something, an acknowledgement is the answer and goes the usual way. Returns the customers who need no
 * card for these messages.
 */
export async function settleAcknowledgements(
  { db: tx, keyring }: SealedDb<Sql>,
  stored: readonly StoredMessage[],
): Promise<ReadonlySet<string>> {
  const candidates = candidatesOf(stored);
  if (candidates.length === 0) return new Set();
  const closed = (await closedConversations(tx, candidates)).filter(
    ({ lastWords }) => lastWords === null || !asksSomething(keyring.openText(lastWords, PURPOSE.interaction)),
  );
  if (closed.length === 0) return new Set();
  await tx.query(
    `update tasks t set last_message_at = greatest(t.last_message_at, at_ms(c.at))
     from unnest($1::bigint[], $2::float8[]) c (id, at) where t.id = c.id`,
    [closed.map(({ taskId }) => taskId), closed.map(({ at }) => at)],
  );
  return new Set(closed.map(({ customerId }) => customerId));
}
