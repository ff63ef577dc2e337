import { DAY_MS, HOUR_MS, type Instant } from '@/domain/clocks/instant';
import { isPaid, isShipped, type Lifecycle } from '@/domain/order/lifecycle';
import type { Progress, ShopEvent } from './life';
import { amountFenOf, goodsFenOf, type PlacedOrder } from './order';

/** One push: the sender's id, and the body to the byte. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

const PROMISED_WITHIN_MS = 5 * DAY_MS;
const SHIP_WITHIN_MS = 2 * DAY_MS;
const URGENT_WITHIN_MS = 2 * HOUR_MS;
const CHINA_OFFSET_MS = 8 * HOUR_MS;

const iso = (at: Instant | null): string | null =>
  at === null ? null : new Date(at + CHINA_OFFSET_MS).toISOString().replace('Z', '+08:00');

function statusOf(life: Lifecycle, isHeldByPlatform: boolean): string {
  if (life.status === 'cancelled') return 'cancelled';
  if (life.signedAt !== null) return 'signed';
  if (isShipped(life)) return 'shipped';
  if (!isPaid(life)) return 'unpaid';
  return isHeldByPlatform ? 'paid_hold' : 'paid';
}

/** What each line brought in; the discount falls on the last lines. */
function itemsOf(order: PlacedOrder, isReceived: boolean) {
  let leftFen = order.discountFen + order.couponFen;
  const paidOf = new Map(
    [...order.lines].reverse().map((line) => {
      const fullFen = line.quantity * line.unitFen;
      const offFen = Math.min(leftFen, fullFen);
      leftFen -= offFen;
      return [line.sku, fullFen - offFen] as const;
    }),
  );
  return order.lines.map((line, index) => ({
    lineNo: String(index + 1),
    sku: line.sku,
    title: line.title,
    spec: line.spec,
    qty: line.quantity,
    unitPriceCents: line.unitFen,
    ...(isReceived ? { paidCents: paidOf.get(line.sku) ?? 0 } : {}),
  }));
}

/** What a warehouse and a courier do with an order that others gave them, a shop does not know. */
function fulfilmentOf({ order, life, trackingNo, given }: Progress) {
  const isOwn = !given;
  return {
    warehouse: isOwn ? order.warehouse : null,
    carrier: trackingNo === null ? null : order.carrier,
    trackingNo,
    pickedAt: isOwn ? iso(life.pickedAt) : null,
    packedAt: isOwn ? iso(life.packedAt) : null,
    shippedAt: iso(life.packedAt),
    collectedAt: isOwn ? iso(life.collectedAt) : null,
    signedAt: iso(life.signedAt),
    promisedAt: life.paidAt === null ? null : iso(life.paidAt + PROMISED_WITHIN_MS),
    shipBy: life.paidAt === null ? null : iso(life.paidAt + (order.isUrgent ? URGENT_WITHIN_MS : SHIP_WITHIN_MS)),
  };
}

/**
 * The push that tells of an event: the whole order as it is now, in the generic protocol (docs/channels.md). The same
 * event of the same order always has the same id and the same bytes.
 */
export function messageOf(progress: Progress, type: ShopEvent, at: Instant): Message {
  const { order, life } = progress;
  const wasReceived = life.paidAt !== null;
  const data = {
    platform: 'custom',
    shopId: order.shopId,
    platformOrderNo: order.orderNo,
    parentOrderNo: null,
    status: statusOf(life, order.holds.length > 0),
    createdAt: iso(order.placedAt),
    paidAt: iso(life.paidAt),
    updatedAt: iso(at),
    cancelledAt: iso(progress.cancelledAt),
    currency: 'CNY',
    amountCents: amountFenOf(order),
    goodsCents: goodsFenOf(order),
    discountCents: order.discountFen + order.couponFen,
    freightCents: order.freightFen,
    ...(wasReceived ? { paidCents: amountFenOf(order) } : {}),
    ...(progress.refundFen > 0 ? { refundCents: progress.refundFen } : {}),
    paymentMethod: order.paymentMethod,
    buyer: { ...order.buyer, registeredAt: iso(order.buyer.registeredAt) },
    receiver: order.receiver,
    buyerNote: order.buyerNote,
    sellerNote: order.sellerNote,
    coupons: order.couponFen > 0 ? [{ code: 'NEW10', cents: order.couponFen }] : [],
    items: itemsOf(order, wasReceived),
    ...(wasReceived ? { fulfilment: fulfilmentOf(progress) } : {}),
    holds: order.holds,
  };
  return {
    id: `msg_${order.orderNo}_${type.slice('order.'.length)}`,
    body: JSON.stringify({ type, timestamp: new Date(at).toISOString(), data }),
  };
}
