import type { Sql } from '@/db/client';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { isPureAcknowledgement } from '@/domain/reply/acknowledgement';
import { complaintWarnings } from '@/domain/tiers/complaint-warnings';
import type { ComplaintWarning } from '@/domain/tiers/tier';
import type { KnownCustomer } from '@/server/customers/identities';
import { bodyOf, externalUserOf, type KfMessage } from '@/server/links/wecom/messages';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { NamedOrders } from './order-clues';

/** What a customer's words are taken to ask for, and how sure that is, in basis points. */
export interface ReadIntent {
  readonly intent: string;
  readonly confidenceBp: number;
}
export type ClassifyIntent = (text: string) => ReadIntent;

/** A message that was not known before, as it was stored. */
export interface StoredMessage {
  readonly interactionId: string;
  readonly customer: KnownCustomer;
  readonly isFromCustomer: boolean;
  readonly intent: string | null;
  readonly warnings: readonly ComplaintWarning[];
  /** Nothing but 好的 or 谢谢. */
  readonly isAcknowledgement: boolean;
  readonly namedOrderIds: readonly string[];
  readonly at: Instant;
}

const STATE_LINES: Readonly<Record<number, string>> = {
  1: '[会话由企业微信接待人员接入]',
  2: '[会话在企业微信中转接]',
  3: '[会话已结束]',
};

/** A line for what happened to the session in WeCom itself; null for events that are nothing to read. */
const systemLine = (message: KfMessage): string | null =>
  message.event?.event_type === 'session_status_change' ? (STATE_LINES[message.event.change_type ?? 0] ?? null) : null;

/** Whose words: the customer's, an employee's who answered in the WeCom client, or the system's. */
function recordOf(message: KfMessage, customer: KnownCustomer, named: NamedOrders | undefined, read: ClassifyIntent) {
  const line = systemLine(message);
  const isEvent = message.msgtype === 'event';
  if (isEvent && line === null) return null;
  const isFromCustomer = message.origin === 3 && !isEvent;
  const isText = isFromCustomer && message.msgtype === 'text';
  const body = line ?? bodyOf(message);
  const intent = isText ? read(body) : null;
  return {
    external_id: message.msgid,
    customer_id: customer.customerId,
    order_id: named?.orderIds.length === 1 ? named.orderIds[0] : null,
    kind: isEvent ? 'system' : 'message',
    direction: isEvent ? 'none' : isFromCustomer ? 'in' : 'out',
    author: isFromCustomer || isEvent ? null : `wecom:${message.servicer_userid ?? ''}`,
    send_state: isFromCustomer || isEvent ? null : 'sent-outside',
    body,
    intent: intent?.intent ?? null,
    intent_bp: intent?.confidenceBp ?? null,
    warnings: isText ? complaintWarnings(body) : [],
    isAcknowledgement: intent !== null && isPureAcknowledgement(body, intent.intent, intent.confidenceBp),
    at: message.send_time * SECOND_MS,
  };
}

/** Stores what is new of these messages (by msgid), their words sealed, in one statement; returns it in the order in which it was written. */
export async function storeMessages(
  { db: tx, keyring }: SealedDb<Sql>,
  account: string,
  messages: readonly KfMessage[],
  customers: ReadonlyMap<string, KnownCustomer>,
  named: ReadonlyMap<string, NamedOrders>,
  classify: ClassifyIntent,
): Promise<readonly StoredMessage[]> {
  const entries = messages.flatMap((message) => {
    const customer = customers.get(externalUserOf(message) ?? '');
    const record = customer ? recordOf(message, customer, named.get(message.msgid), classify) : null;
    return customer && record ? [{ customer, record }] : [];
  });
  if (entries.length === 0) return [];
  const records = entries.map(({ record }) => ({
    ...record,
    body: keyring.seal(record.body, PURPOSE.interaction).toString('hex'),
  }));
  const rows = await tx.query<{ id: string; external_id: string }>(
    `insert into interactions (customer_id, order_id, channel, account, kind, direction, author, sealed_body, intent,
       intent_bp, external_id, send_state, at)
     select customer_id, order_id, 'wecom', $2, kind, direction, author, decode(body, 'hex'), intent, intent_bp,
       external_id, send_state, at_ms(at)
     from jsonb_to_recordset($1::jsonb) r (customer_id bigint, order_id bigint, kind text, direction text, author text,
       body text, intent text, intent_bp int, external_id text, send_state text, at float8)
     on conflict (channel, external_id) where external_id is not null do nothing
     returning id, external_id`,
    [JSON.stringify(records), account],
  );
  const ids = new Map(rows.map((row) => [row.external_id, row.id]));
  return entries.flatMap(({ customer, record }) => {
    const interactionId = ids.get(record.external_id);
    if (interactionId === undefined) return [];
    ids.delete(record.external_id);
    return [
      {
        interactionId,
        customer,
        isFromCustomer: record.direction === 'in',
        intent: record.intent,
        warnings: record.warnings,
        isAcknowledgement: record.isAcknowledgement,
        namedOrderIds: named.get(record.external_id)?.orderIds ?? [],
        at: record.at,
      },
    ];
  });
}
