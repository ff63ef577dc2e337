import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { isPaid, isShipped } from '@/domain/order/lifecycle';
import { chinaTime, yuan } from '../platform/isv';
import type { Article } from '../platform/shelf';
import type { Progress } from '../shop/life';
import { amountFenOf, goodsFenOf, type OrderedLine, type PlacedOrder } from '../shop/order';
import { maskedDetail, maskedName } from '../shop/people';

/** A trade as the platform holds it; bigints are written as bare int64. */
export type TaobaoTrade = Readonly<Record<string, unknown>> & {
  readonly tid: bigint;
  readonly status: string;
  readonly modified: string;
};

/** Put before the numbers of a shop's orders, it makes them 19 digits long, as the platform's are. */
export const TAOBAO_PREFIX = '2';
const OWN_NUMBER = /^\d{19}$/;

/** The platform's number of an order of any simulated shop. */
export const tidOf = ({ orderNo }: PlacedOrder): string =>
  OWN_NUMBER.test(orderNo) ? orderNo : `${TAOBAO_PREFIX}${orderNo.replace(/\D/g, '').slice(-18).padStart(18, '0')}`;

const timeOf = (at: Instant | null): string | null => (at === null ? null : chinaTime(at));

function statusOf({ order, life, refundFen }: Progress): string {
  if (life.status === 'cancelled') return refundFen > 0 ? 'TRADE_CLOSED' : 'TRADE_CLOSED_BY_TAOBAO';
  if (life.signedAt !== null) return 'TRADE_FINISHED';
  if (isShipped(life)) return 'WAIT_BUYER_CONFIRM_GOODS';
  if (!isPaid(life)) return 'WAIT_BUYER_PAY';
  return order.holds.some((hold) => hold !== 'refund_open') ? 'PAID_FORBID_CONSIGN' : 'WAIT_SELLER_SEND_GOODS';
}

function refundStatusOf({ order, refundFen }: Progress): string {
  if (refundFen > 0) return 'SUCCESS';
  return order.holds.includes('refund_open') ? 'WAIT_SELLER_AGREE' : 'NO_REFUND';
}

/** Of a mobile number the platform shows the last four digits. */
const maskedMobile = (phone: string): string => (phone.includes('*') ? phone : `*******${phone.slice(-4)}`);
const unlessMasked = (text: string, cover: (text: string) => string): string =>
  text.includes('*') ? text : cover(text);

/** The same for the same person at the same address, and nothing can be read from it. */
const oaidOf = ({ receiver, buyer }: PlacedOrder): string =>
  Buffer.from(`${buyer.id}|${receiver.phone}|${receiver.detail}`).toString('base64url').slice(0, 60);

/** The platform's numbers of an article: always the same for the same one. */
export function taobaoArticle(sku: string): Article {
  const sum = [...sku].reduce((total, char) => (total * 131 + (char.codePointAt(0) ?? 0)) % 1_000_000_007, 7);
  return { product: String(680_000_000_000 + sum), sku: String(4_800_000_000_000 + sum) };
}

function linesOf(progress: Progress) {
  const { order } = progress;
  let leftFen = order.discountFen + order.couponFen;
  const line = (ordered: OrderedLine, index: number) => {
    const fullFen = ordered.quantity * ordered.unitFen;
    const offFen = Math.min(leftFen, fullFen);
    leftFen -= offFen;
    return {
      oid: BigInt(tidOf(order)) + BigInt(index + 1),
      num_iid: BigInt(taobaoArticle(ordered.sku).product),
      title: ordered.title,
      sku_id: taobaoArticle(ordered.sku).sku,
      outer_iid: ordered.sku,
      outer_sku_id: ordered.sku,
      sku_properties_name: ordered.spec,
      num: ordered.quantity,
      price: yuan(ordered.unitFen),
      total_fee: yuan(fullFen),
      payment: yuan(fullFen - offFen),
      divide_order_fee: yuan(fullFen - offFen),
      discount_fee: yuan(offFen),
      status: statusOf(progress),
      refund_status: refundStatusOf(progress),
      is_oversold: false,
      store_code: order.warehouse,
      logistics_company: progress.trackingNo === null ? '' : order.carrier,
      invoice_no: progress.trackingNo ?? '',
    };
  };
  return order.lines.map(line);
}

/** An order of the simulated shop in the platform's own shape, as it is after its last step at `at`. */
export function taobaoTradeOf(progress: Progress, at: Instant): TaobaoTrade {
  const { order, life } = progress;
  const { receiver } = order;
  return {
    tid: BigInt(tidOf(order)),
    tid_str: tidOf(order),
    status: statusOf(progress),
    type: order.paymentMethod === 'cod' ? 'cod' : 'fixed',
    title: '潮汐生活',
    created: chinaTime(order.placedAt),
    pay_time: timeOf(life.paidAt),
    modified: chinaTime(Math.floor(at / SECOND_MS) * SECOND_MS),
    consign_time: timeOf(life.packedAt),
    end_time: timeOf(progress.cancelledAt ?? life.signedAt),
    est_con_time: life.paidAt === null ? '' : '卖家承诺48小时内发货',
    payment: yuan(amountFenOf(order)),
    total_fee: yuan(goodsFenOf(order)),
    post_fee: yuan(order.freightFen),
    discount_fee: '0.00',
    adjust_fee: '0.00',
    received_payment: '0.00',
    alipay_no: life.paidAt === null ? '' : `2026${tidOf(order)}`,
    buyer_open_uid: `AA${order.buyer.id}`,
    buyer_nick: 't**1',
    buyer_message: order.buyerNote,
    seller_memo: order.sellerNote ?? '',
    seller_flag: 0,
    step_trade_status: null,
    oaid: oaidOf(order),
    receiver_name: unlessMasked(receiver.name, maskedName),
    receiver_state: receiver.province,
    receiver_city: receiver.city,
    receiver_district: receiver.district,
    receiver_town: receiver.street,
    receiver_address: unlessMasked(receiver.detail, maskedDetail),
    receiver_mobile: maskedMobile(receiver.phone),
    orders: { order: linesOf(progress) },
  };
}
