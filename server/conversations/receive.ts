import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { addBindings, type Binding } from '@/server/customers/bindings';
import { type KnownCustomer, knownCustomers, noteInbound } from '@/server/customers/identities';
import { externalUserOf, type KfMessage } from '@/server/links/wecom/messages';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { settleAcknowledgements } from './acknowledgements';
import { applyRecalls, lockReported } from './apply-events';
import { failMessages } from './fail-messages';
import { announceStored } from './live';
import { openConversations, type Waiting } from './open-conversations';
import { type NamedOrders, namedOrders } from './order-clues';
import { type ClassifyIntent, type StoredMessage, storeMessages } from './store-messages';

/** The WeCom customer-service account that messages came to, and the group that answers them. */
export interface ReceivingAccount {
  readonly openKfId: string;
  readonly groupId: string;
}

function bindingsOf(
  messages: readonly KfMessage[],
  customers: ReadonlyMap<string, KnownCustomer>,
  named: ReadonlyMap<string, NamedOrders>,
): Binding[] {
  return messages.flatMap((message) => {
    const customer = customers.get(externalUserOf(message) ?? '');
    const orders = named.get(message.msgid);
    if (!customer || !orders) return [];
    const { customerId } = customer;
    return orders.orderIds.map((orderId) => ({ customerId, orderId, how: orders.how, byWhom: 'customer' }));
  });
}

function latestInbound(stored: readonly StoredMessage[]): ReadonlyMap<string, Instant> {
  const latest = new Map<string, Instant>();
  for (const { isFromCustomer, customer, at } of stored)
    if (isFromCustomer) latest.set(customer.externalId, Math.max(at, latest.get(customer.externalId) ?? 0));
  return latest;
}

const waitingOf = (stored: readonly StoredMessage[], settled: ReadonlySet<string>): Waiting[] =>
  stored
    .filter(({ isFromCustomer, customer }) => isFromCustomer && !settled.has(customer.customerId))
    .map(({ customer: { customerId, lastSeatId }, intent, warnings, namedOrderIds, at }) => ({
      customerId,
      lastSeatId,
      intent,
      warnings,
      span: intent === null || intent === 'unknown' ? '' : intent,
      namedOrderIds,
      at,
    }));

/**
 * Takes in one page of WeCom messages within the caller's transaction: stores what is new, ties the orders it names to
 * the customers, opens or joins cards, applies events, and announces everything. Messages known already do nothing, so
 * a page may come again. Returns how many were new.
 */
export async function receiveMessages(
  sealed: SealedDb<Sql>,
  account: ReceivingAccount,
  messages: readonly KfMessage[],
  classify: ClassifyIntent,
  now: Instant,
): Promise<number> {
  if (messages.length === 0) return 0;
  const { db: tx } = sealed;
  const externalIds = messages.flatMap((message) => externalUserOf(message) ?? []);
  const reported = await lockReported(tx, messages);
  const customers = await knownCustomers(tx, account.openKfId, externalIds);
  const named = await namedOrders(tx, account.groupId, messages);
  await addBindings(tx, bindingsOf(messages, customers, named));
  const stored = await storeMessages(sealed, account.openKfId, messages, customers, named, classify);
  await applyRecalls(tx, messages);
  await noteInbound(tx, account.openKfId, latestInbound(stored));
  const settled = await settleAcknowledgements(sealed, stored);
  await openConversations(tx, waitingOf(stored, settled), account.groupId, now);
  await failMessages(tx, reported, now);
  await announceStored(
    tx,
    stored.map(({ interactionId, customer }) => ({ interactionId, customerId: customer.customerId })),
  );
  return stored.length;
}
