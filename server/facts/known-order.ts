import type { Instant } from '@/domain/clocks/instant';
import type { FactSource, OrderEvent, OrderFields } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';
import type { Statement } from '@/server/pipeline/pool';
import type { ToldFact } from './decode';

/** The order that a fact is about. */
export interface KnownOrder {
  readonly orderId: string;
  readonly shopId: string;
  readonly orderNo: string;
  readonly platform: Platform;
  readonly groupId: string;
}

/** The columns of a KnownOrder, from orders o. */
export const KNOWN_ORDER = `o.id::text as "orderId", o.shop_id as "shopId", o.order_no as "orderNo", o.platform,
  o.group_id as "groupId"`;

/** What is stated about an order by whom, as of when. */
export interface Stated {
  readonly source: FactSource;
  readonly kind: string;
  readonly at: Instant;
  readonly fields: Partial<OrderFields>;
  /** Decides between two statements of one time; the message's hash where left out. */
  readonly tie?: string;
}

/** A fact as a statement about its order, to go the way of every statement. */
export function statementOf({ message }: ToldFact, order: KnownOrder, stated: Stated): Statement {
  const { shopId, orderNo, platform, groupId } = order;
  const { source, kind, at, fields, tie } = stated;
  const event: OrderEvent = {
    ...{ shopId, orderNo, kind, source, at, fields },
    bodyHash: tie ?? message.bodyHash,
    cleaning: [],
  };
  return { inboxId: message.id, event, receivedAt: message.receivedAt, platform, groupId };
}

/** What came of reading facts of one kind: statements for the orders, and messages whose order is not known yet. */
export interface Applied {
  readonly statements: readonly Statement[];
  readonly waiting: readonly { readonly id: string; readonly ref: string }[];
}
