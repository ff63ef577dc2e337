import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { InboxRow } from '../pipeline/clean';
import { type Keyring, KeyringError } from '../privacy/keyring';
import { PURPOSE } from '../privacy/sealed-columns';

/** A message as it is stored, for reading it again; without its body where the time of that was over. */
export interface StoredMessage extends Omit<InboxRow, 'body'> {
  readonly sealed: Buffer | null;
}

const COLUMNS = `k.id::text as id, k.key, k.attempts, m.sealed_body as sealed, s.id as "shopId", s.platform, s.channel,
  s.group_id as "groupId"`;

export interface Span {
  readonly shopId: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly after?: string | undefined;
}

/** The next messages of a shop that came within a span and are still stored, by id. */
export const nextMessages = (sql: Sql, { shopId, from, to, after }: Span, limit: number): Promise<StoredMessage[]> =>
  sql.query<StoredMessage>(
    `with span as materialized (select id from inbox_messages where shop_id = $1 and received_at >= at_ms($2)
       and received_at < at_ms($3) and id > $4::bigint),
     next as materialized (select id from span order by id limit $5)
     select ${COLUMNS}, m.received_at as "receivedAt" from next join inbox_keys k using (id)
     cross join lateral (select sealed_body, received_at from inbox_messages where id = k.id limit 1) m
     join shops s on s.id = k.shop_id order by k.id`,
    [shopId, from, to, after ?? '0', limit],
  );

/** Every message that an order was told by, also those whose bodies are gone; by order. */
export async function messagesOfOrders(
  sql: Sql,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredMessage[]>> {
  const rows = await sql.query<StoredMessage & { readonly orderId: string }>(
    `select e.order_id::text as "orderId", ${COLUMNS}, e.seen_at as "receivedAt"
     from order_events e join inbox_keys k on k.id = e.inbox_id join shops s on s.id = k.shop_id
     left join lateral (select sealed_body from inbox_messages where id = k.id limit 1) m on true
     where e.order_id = any ($1::bigint[]) order by k.id`,
    [orderIds],
  );
  const byOrder = new Map<string, StoredMessage[]>();
  for (const { orderId, ...row } of rows) byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), row]);
  return byOrder;
}

function openedBody(keyring: Keyring, sealed: Buffer): Buffer | null {
  try {
    return keyring.open(sealed, PURPOSE.inbox);
  } catch (error) {
    if (!(error instanceof KeyringError)) throw error;
    return null;
  }
}

/** Opens the bodies that are there; one that cannot be opened is read as such. */
export const openedRows = (keyring: Keyring, messages: readonly StoredMessage[]): InboxRow[] =>
  messages.flatMap(({ sealed, ...row }) => (sealed === null ? [] : [{ ...row, body: openedBody(keyring, sealed) }]));
