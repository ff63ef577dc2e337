import { createHash } from 'node:crypto';
import { type Instant, MINUTE_MS } from '@/domain/clocks/instant';
import type { HoldWord } from '@/domain/order/hold-word';
import { linesToShip } from '@/domain/order/lines-to-ship';
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

const BEFORE_SHIPPING: ReadonlySet<OrderStatus> = new Set(['paid_hold', 'to_ship']);
const ALL_REFUNDED: HoldWord = '商品已全部退款';

/** An order of which nothing is left to ship does not leave, even while its platform still calls it to be shipped. */
function holdsWith(status: OrderStatus, { holds, lines }: Fields): Fields {
  const isNothingLeft =
    BEFORE_SHIPPING.has(status) && lines !== undefined && lines.length > 0 && linesToShip(lines).length === 0;
  return isNothingLeft ? { holds: [...(holds ?? []), ALL_REFUNDED] } : {};
}

/** What a platform says of a whole order: one statement, by its status. */
export function statementOf(
  raw: Buffer,
  about: { readonly shopId: string; readonly orderNo: string; readonly at: Instant },
  status: OrderStatus,
  fields: Fields,
  { steps: cleaning }: Pick<FieldReader, 'steps'>,
): OrderEvent {
  const stated = Object.fromEntries(
    Object.entries({ status, ...fields, ...holdsWith(status, fields) }).filter(([, value]) => value !== undefined),
  );
  const bodyHash = createHash('sha256').update(raw).digest('hex');
  return { ...about, kind: KINDS[status], source: 'platform', bodyHash, fields: stated, cleaning };
}
