import { createHash } from 'node:crypto';
import { type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import type { OrderEvent, OrderFields, OrderStatus } from '@/domain/order/order';
import type { FieldReader } from './field-reader';

/** Fields on their way into a statement; what is undefined was not said. */
export type Fields = { -readonly [F in keyof OrderFields]?: OrderFields[F] | undefined };

/** A version ahead of time would outweigh every later statement. */
export const VERSION_AHEAD_MS = 15 * MINUTE_MS;

const KINDS: Readonly<Record<OrderStatus, string>> = {
  unpaid: 'order.created',
  paid_hold: 'order.paid',
  to_ship: 'order.paid',
  part_shipped: 'order.shipped',
  shipped: 'order.shipped',
  signed: 'order.signed',
  done: 'order.completed',
  cancelled: 'order.cancelled',
};

/** What a platform says of a whole order: one statement, by its status. */
export function statementOf(
  raw: Buffer,
  about: { readonly shopId: string; readonly orderNo: string; readonly at: Instant },
  status: OrderStatus,
  fields: Fields,
  { steps: cleaning }: Pick<FieldReader, 'steps'>,
): OrderEvent {
  const stated = Object.fromEntries(Object.entries({ status, ...fields }).filter(([, value]) => value !== undefined));
  const bodyHash = createHash('sha256').update(raw).digest('hex');
  return { ...about, kind: KINDS[status], source: 'platform', bodyHash, fields: stated, cleaning };
}
