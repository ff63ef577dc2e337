import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { isPaid, isShipped } from '@/domain/order/lifecycle';
import { chinaTime, yuan } from '../platform/isv';
import type { Progress } from '../shop/life';
import { amountFenOf, goodsFenOf, type PlacedOrder } from '../shop/order';
import { maskedDetail, maskedName, maskedPhone } from '../shop/people';

/** An order as the platform holds it. */
export type JdOrder = Readonly<Record<string, unknown>> & {
  readonly orderId: string;
  readonly orderState: string;
  readonly modified: string;
};

/** Put before the numbers of a shop's orders: they are digits already. */
export const JD_PREFIX = '';
const OWN_NUMBER = /^\d{18}$/;
/** The platform's number of an order of any simulated shop. */
export const jdNoOf = ({ orderNo }: PlacedOrder): string =>
  OWN_NUMBER.test(orderNo) ? orderNo : orderNo.replace(/\D/g, '').slice(-12).padStart(12, '2');

const UNSET = '0001-01-01 00:00:00';
const timeOf = (at: Instant | null): string => (at === null ? UNSET : chinaTime(at));

/** null: the seller is shown nothing before it is paid. */
export function stateOf({ order, life }: Progress): string | null {
  if (life.status === 'cancelled') return isPaid(life) ? 'TRADE_CANCELED' : null;
  if (!isPaid(life)) return null;
  if (life.signedAt !== null) return 'FINISHED_L';
  if (isShipped(life)) return 'WAIT_GOODS_RECEIVE_CONFIRM';
  if (order.holds.includes('refund_open')) return 'LOCKED';
  return order.holds.length > 0 ? 'POP_ORDER_PAUSE' : 'WAIT_SELLER_STOCK_OUT';
}

const unlessMasked = (text: string, cover: (text: string) => string): string =>
  text.includes('*') ? text : cover(text);

function consigneeOf({ receiver }: PlacedOrder) {
  const { province, city, district, street } = receiver;
  const phone = unlessMasked(receiver.phone, maskedPhone);
  return {
    fullname: unlessMasked(receiver.name, maskedName),
    telephone: phone,
    mobile: phone,
    fullAddress: `${province}${city}${district}${street}${unlessMasked(receiver.detail, maskedDetail)}`,
    province,
    city,
    county: district,
    town: street,
  };
}

/** An order of the simulated shop in the platform's own shape, as it is after its last step at `at`; null while it is not shown. */
export function jdOrderOf(progress: Progress, at: Instant): JdOrder | null {
  const { order, life } = progress;
  const orderState = stateOf(progress);
  if (orderState === null) return null;
  const offFen = order.discountFen + order.couponFen;
  const skuId = `1000${jdNoOf(order).slice(-8)}`;
  return {
    orderId: jdNoOf(order),
    venderId: '10012345',
    orderType: '22',
    payType: order.paymentMethod === 'cod' ? '1' : '4',
    orderTotalPrice: yuan(goodsFenOf(order)),
    orderSellerPrice: yuan(goodsFenOf(order) - order.discountFen),
    orderPayment: yuan(amountFenOf(order)),
    freightPrice: yuan(order.freightFen),
    sellerDiscount: yuan(offFen),
    balanceUsed: '0.00',
    orderState,
    orderStateRemark: '',
    deliveryType: '任意时间',
    orderRemark: order.buyerNote,
    venderRemark: order.sellerNote ?? '',
    orderStartTime: chinaTime(order.placedAt),
    orderEndTime: timeOf(progress.cancelledAt ?? life.signedAt),
    paymentConfirmTime: timeOf(life.paidAt),
    modified: chinaTime(Math.floor(at / SECOND_MS) * SECOND_MS),
    consigneeInfo: consigneeOf(order),
    itemInfoList: order.lines.map(({ sku, title, spec, quantity, unitFen }, index) => ({
      skuId: `${skuId}${index}`,
      outerSkuId: sku,
      skuName: `${title} ${spec}`,
      jdPrice: yuan(unitFen),
      itemTotal: String(quantity),
      wareId: skuId,
      productNo: '',
    })),
    couponDetailList:
      order.couponFen > 0
        ? [{ orderId: jdNoOf(order), skuId, couponType: '41-京东券优惠', couponPrice: yuan(order.couponFen) }]
        : [],
    pin: 'jd_***',
    openIdBuyer: `oJD${order.buyer.id}`,
    xidBuyer: `o*${order.buyer.id}`,
    returnOrder: '0',
    waybill: progress.trackingNo ?? '',
    logisticsId: progress.trackingNo === null ? '' : '467',
    parentOrderId: '0',
    orderSource: '移动端订单',
    idSopShipmenttype: 69,
  };
}
