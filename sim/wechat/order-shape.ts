import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { isPaid, isShipped, type Lifecycle } from '@/domain/order/lifecycle';
import type { Progress, ShopEvent } from '../shop/life';
import { amountFenOf, goodsFenOf, type PlacedOrder } from '../shop/order';
import { maskedDetail, maskedName, maskedPhone } from '../shop/people';

/** An order as the platform holds it. */
export type WechatOrder = Readonly<Record<string, unknown>> & {
  readonly order_id: string;
  readonly status: number;
  readonly update_time: number;
};

const SHIP_WITHIN_S = 48 * 3_600;
const OWN_NUMBER = /^37\d{17}$/;

/** The platform's number of an order of any simulated shop: 19 digits. */
export const wechatNoOf = ({ orderNo }: PlacedOrder): string =>
  OWN_NUMBER.test(orderNo) ? orderNo : `37${orderNo.replace(/\D/g, '').slice(-17).padStart(17, '0')}`;

const seconds = (at: Instant | null): number => (at === null ? 0 : Math.floor(at / SECOND_MS));

function statusOf(life: Lifecycle, isGivenBack: boolean): number {
  if (life.status === 'cancelled') return isGivenBack ? 200 : 250;
  if (isShipped(life)) return 30;
  return isPaid(life) ? 20 : 10;
}

function linesOf(order: PlacedOrder, paidAt: Instant | null) {
  let leftFen = order.discountFen + order.couponFen;
  return order.lines.map((line, index) => {
    const fullFen = line.quantity * line.unitFen;
    const offFen = Math.min(leftFen, fullFen);
    leftFen -= offFen;
    return {
      product_id: String(10_000_012_345 + index),
      sku_id: String(556_677 + index),
      title: line.title,
      sku_cnt: line.quantity,
      sale_price: line.unitFen,
      real_price: fullFen - offFen,
      sku_code: line.sku,
      sku_attrs: [{ attr_key: '规格', attr_value: line.spec }],
      on_aftersale_sku_cnt: order.holds.length > 0 ? 1 : 0,
      delivery_deadline: paidAt === null ? 0 : seconds(paidAt) + SHIP_WITHIN_S,
    };
  });
}

function addressOf({ receiver, buyer }: PlacedOrder) {
  const mask = (text: string, cover: (text: string) => string) => (text.includes('*') ? text : cover(text));
  return {
    user_name: mask(receiver.name, maskedName),
    province_name: receiver.province,
    city_name: receiver.city,
    county_name: receiver.district,
    detail_info: mask(receiver.detail, maskedDetail),
    tel_number: mask(receiver.phone, maskedPhone),
    hash_code: `hash-${buyer.id}`,
  };
}

/** An order of the simulated shop in the platform's own shape, as it is after its last step at `at`. */
export function wechatOrderOf(progress: Progress, at: Instant): WechatOrder {
  const { order, life } = progress;
  const sent = progress.trackingNo
    ? [{ waybill_id: progress.trackingNo, delivery_name: order.carrier, delivery_time: seconds(life.packedAt) }]
    : [];
  return {
    order_id: wechatNoOf(order),
    status: statusOf(life, progress.refundFen > 0),
    openid: `o${order.buyer.id}`,
    create_time: seconds(order.placedAt),
    update_time: seconds(at),
    order_detail: {
      product_infos: linesOf(order, life.paidAt),
      price_info: {
        product_price: goodsFenOf(order),
        order_price: amountFenOf(order),
        freight: order.freightFen,
        discounted_price: order.discountFen + order.couponFen,
      },
      pay_info: { pay_time: seconds(life.paidAt), payment_method: 1 },
      delivery_info: {
        address_info: addressOf(order),
        delivery_product_info: sent,
        ship_done_time: seconds(life.packedAt),
      },
      ext_info: { customer_notes: order.buyerNote, merchant_notes: order.sellerNote ?? '' },
    },
    aftersale_detail: { on_aftersale_order_cnt: order.holds.length > 0 ? 1 : 0 },
  };
}

/** The event under which the platform tells of a step; picking and the courier are not told. */
export const eventOf = (event: ShopEvent): string | null => {
  switch (event) {
    case 'order.created':
      return 'channels_ec_order_new';
    case 'order.paid':
      return 'channels_ec_order_pay';
    case 'order.shipped':
      return 'channels_ec_order_deliver';
    case 'order.signed':
      return 'channels_ec_order_confirm';
    case 'order.cancelled':
      return 'channels_ec_order_cancel';
    case 'order.refunded':
      return 'channels_ec_aftersale_update';
    case 'order.picked':
    case 'order.collected':
      return null;
  }
};
