import { HOUR_MS, type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { isPaid, isShipped } from '@/domain/order/lifecycle';
import type { Progress, ShopEvent } from '../shop/life';
import { amountFenOf, goodsFenOf, type PlacedOrder } from '../shop/order';
import { maskedDetail, maskedName, maskedPhone } from '../shop/people';

/** An order as the platform holds it. */
export type PddOrder = Readonly<Record<string, unknown>> & {
  readonly order_sn: string;
  readonly order_status: number;
  readonly updated_at: string;
};

const SHIP_WITHIN_MS = 48 * HOUR_MS;
const CHINA_MS = 8 * HOUR_MS;

/** Chinese time without a zone; '' where it has not happened. */
export const chinaTime = (at: Instant | null): string =>
  at === null ? '' : new Date(at + CHINA_MS).toISOString().slice(0, 19).replace('T', ' ');
/** What such a time means. */
export const instantOf = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}+08:00`);

/** As Java writes a double. */
const yuan = (fen: number): number => fen / 100;

const OWN_NUMBER = /^\d{6}-\d{15}$/;
/** The platform's number of an order of any simulated shop: the day, and 15 digits. */
export function pddNoOf({ orderNo, placedAt }: PlacedOrder): string {
  if (OWN_NUMBER.test(orderNo)) return orderNo;
  const day = chinaTime(placedAt).slice(2, 10).replaceAll('-', '');
  return `${day}-${orderNo.replace(/\D/g, '').slice(-15).padStart(15, '0')}`;
}

const covered = (text: string, sign: '~' | '$'): string =>
  `${sign}AgAAAA${Buffer.from(text).toString('base64')}${sign}3${sign}`;

function receiverOf({ receiver, buyer }: PlacedOrder, isShown: boolean) {
  const mask = (text: string, cover: (text: string) => string) => (text.includes('*') ? text : cover(text));
  const { province, city, district: town } = receiver;
  if (!isShown) return { province, city, town, receiver_name: '', receiver_phone: '', receiver_address: '' };
  return {
    ...{ province, city, town },
    receiver_name: covered(receiver.name, '~'),
    receiver_name_mask: mask(receiver.name, maskedName),
    receiver_phone: covered(receiver.phone, '$'),
    receiver_phone_mask: mask(receiver.phone, maskedPhone),
    receiver_address: covered(`${receiver.street}${receiver.detail}`, '~'),
    receiver_address_mask: mask(receiver.detail, maskedDetail),
    open_address_id: `oaid-${buyer.id}`,
  };
}

/** An order of the simulated shop in the platform's own shape, as it is after its last step at `at`. */
export function pddOrderOf(progress: Progress, at: Instant): PddOrder {
  const { order, life } = progress;
  const isCancelled = life.status === 'cancelled';
  const isOnItsWay = isShipped(life);
  const isReviewed = order.holds.some((hold) => hold !== 'refund_open') && isPaid(life) && !isOnItsWay && !isCancelled;
  const isAfterSale = order.holds.includes('refund_open') && !isCancelled;
  const isGivenBack = isCancelled && progress.refundFen > 0;
  return {
    order_sn: pddNoOf(order),
    order_status: life.signedAt !== null ? 3 : isOnItsWay ? 2 : 1,
    refund_status: isGivenBack ? 4 : isAfterSale ? 2 : 1,
    after_sales_status: isGivenBack ? 10 : isAfterSale ? 2 : 0,
    confirm_status: isCancelled ? 2 : isPaid(life) ? 1 : 0,
    group_status: isPaid(life) ? 1 : 0,
    risk_control_status: isReviewed ? 1 : 0,
    trade_type: 0,
    created_time: chinaTime(order.placedAt),
    pay_time: chinaTime(life.paidAt),
    confirm_time: chinaTime(life.paidAt),
    shipping_time: chinaTime(life.packedAt),
    receive_time: '',
    updated_at: chinaTime(at),
    last_ship_time: life.paidAt === null ? '' : chinaTime(life.paidAt + SHIP_WITHIN_MS),
    pay_amount: yuan(amountFenOf(order)),
    goods_amount: yuan(goodsFenOf(order)),
    discount_amount: yuan(order.discountFen + order.couponFen),
    postage: yuan(order.freightFen),
    pay_type: order.paymentMethod === 'alipay' ? 'ALIPAY' : 'WEIXIN',
    buyer_memo: order.buyerNote,
    remark: order.sellerNote ?? '',
    ...receiverOf(order, isPaid(life) && !isReviewed && !isOnItsWay),
    item_list: order.lines.map((line, index) => ({
      goods_id: 123_456_789_000 + index,
      sku_id: 234_567_890_000 + index,
      outer_id: line.sku,
      goods_name: line.title,
      goods_spec: line.spec,
      goods_count: line.quantity,
      goods_price: yuan(line.unitFen),
    })),
    tracking_number: progress.trackingNo ?? '',
    order_tag_list: [{ name: 'ship_hold', value: 0 }],
    order_depot_info: { depot_code: order.warehouse },
  };
}

/** The type under which the platform tells of a step; placing, picking and the courier are not told. */
export function typeOf(event: ShopEvent): string | null {
  switch (event) {
    case 'order.paid':
      return 'pdd_trade_TradeConfirmed';
    case 'order.shipped':
      return 'pdd_trade_TradeSellerShip';
    case 'order.signed':
      return 'pdd_trade_TradeSuccess';
    case 'order.cancelled':
    case 'order.refunded':
      return 'pdd_refund_RefundAgreeAgreement';
    case 'order.created':
    case 'order.picked':
    case 'order.collected':
      return null;
  }
}

/** The whole second in which an order last changed. */
export const changedAt = ({ updated_at: text }: PddOrder): number => Math.floor(instantOf(text) / SECOND_MS);
