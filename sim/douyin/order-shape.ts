import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { isPaid, isShipped, type Lifecycle } from '@/domain/order/lifecycle';
import type { Article } from '../platform/shelf';
import type { Progress, ShopEvent } from '../shop/life';
import { amountFenOf, goodsFenOf, type OrderedLine, type PlacedOrder } from '../shop/order';
import { maskedDetail, maskedName, maskedPhone } from '../shop/people';

/** A shop order as the platform holds it. */
export type DoudianOrder = Readonly<Record<string, unknown>> & {
  readonly order_id: string;
  readonly order_status: number;
  readonly update_time: number;
};

const SHIP_WITHIN_S = 48 * 3_600;
const PAY_TYPES: Readonly<Record<string, number>> = { cod: 0, wechat: 1, alipay: 2, card: 4, balance: 5, credit: 8 };
const AFTER_SALE_APPLIED = 6;

/** Put before the numbers of a shop's orders, it makes them 19 digits long, as the platform's are. */
export const DOUDIAN_PREFIX = '6';

const OWN_NUMBER = /^\d{19}$/;
/** The platform's number of an order of any simulated shop. */
export const doudianNoOf = ({ orderNo }: PlacedOrder): string =>
  OWN_NUMBER.test(orderNo) ? orderNo : `${DOUDIAN_PREFIX}${orderNo.replace(/\D/g, '').slice(-18).padStart(18, '0')}`;

const seconds = (at: Instant | null): number => (at === null ? 0 : Math.floor(at / SECOND_MS));

function codesOf(life: Lifecycle, isHeld: boolean, isGivenBack: boolean) {
  if (life.status === 'cancelled') return { order_status: 4, main_status: isGivenBack ? 21 : 4 };
  if (isShipped(life)) return { order_status: 3, main_status: 3 };
  if (!isPaid(life)) return { order_status: 1, main_status: 1 };
  const code = isHeld ? 105 : 2;
  return { order_status: code, main_status: code };
}

/** Articles have 19 digits too: the same for the same article. */
const productIdOf = (sku: string): bigint =>
  [...sku].reduce((sum, char) => (sum * 131n + BigInt(char.codePointAt(0) ?? 0)) % 1_000_000_000_000_000n, 7n) +
  3_400_000_000_000_000_000n;

/** The platform's numbers of an article. */
export const doudianArticle = (sku: string): Article => ({
  product: String(productIdOf(sku)),
  sku: String(productIdOf(sku) + 1n),
});

function linesOf(order: PlacedOrder, progress: Progress, codes: object) {
  let leftFen = order.discountFen + order.couponFen;
  const line = (ordered: OrderedLine, index: number) => {
    const fullFen = ordered.quantity * ordered.unitFen;
    const offFen = Math.min(leftFen, fullFen);
    leftFen -= offFen;
    const [name = '', value = ''] = ordered.spec.includes(':') ? ordered.spec.split(':') : ['规格', ordered.spec];
    const productId = productIdOf(ordered.sku);
    return {
      order_id: `${doudianNoOf(order).slice(0, -2)}${String(index + 10)}`,
      parent_order_id: doudianNoOf(order),
      order_level: 3,
      ...codes,
      product_id: productId,
      product_id_str: String(productId),
      product_name: ordered.title,
      sku_id: productId + 1n,
      out_sku_id: ordered.sku,
      code: ordered.sku,
      spec: [{ name, value }],
      item_num: ordered.quantity,
      origin_amount: ordered.unitFen,
      sum_amount: fullFen,
      order_amount: fullFen,
      pay_amount: fullFen - offFen,
      promotion_amount: offFen,
      logistics_receipt_time: seconds(progress.life.signedAt),
      inventory_list: [{ warehouse_id: '1', out_warehouse_id: order.warehouse, count: ordered.quantity }],
      after_sale_info: {
        after_sale_status: order.holds.includes('refund_open') ? AFTER_SALE_APPLIED : 0,
        after_sale_type: 0,
        refund_status: order.holds.includes('refund_open') ? 1 : 0,
      },
    };
  };
  return order.lines.map(line);
}

function receiverOf({ receiver }: PlacedOrder) {
  const place = (name: string) => ({ name, id: '0' });
  const parts = {
    province: place(receiver.province),
    city: place(receiver.city),
    town: place(receiver.district),
    street: place(receiver.street),
  };
  const mask = (text: string, cover: (text: string) => string) => (text.includes('*') ? text : cover(text));
  return {
    post_tel: '',
    post_receiver: '',
    encrypt_post_tel: `$${Buffer.from(receiver.phone).toString('base64')}$1$$`,
    encrypt_post_receiver: `#${Buffer.from(receiver.name).toString('base64')}#1##`,
    mask_post_tel: mask(receiver.phone, maskedPhone),
    mask_post_receiver: mask(receiver.name, maskedName),
    mask_post_addr: { ...parts, detail: mask(receiver.detail, maskedDetail) },
    post_addr: { ...parts, detail: '', encrypt_detail: `#${Buffer.from(receiver.detail).toString('base64')}#1##` },
  };
}

/** An order of the simulated shop in the platform's own shape, as it is after its last step at `at`. */
export function doudianOrderOf(progress: Progress, at: Instant): DoudianOrder {
  const { order, life } = progress;
  const isHeld = order.holds.some((hold) => hold !== 'refund_open');
  const codes = codesOf(life, isHeld, progress.refundFen > 0);
  const goodsFen = goodsFenOf(order);
  const logistics = progress.trackingNo
    ? [
        {
          tracking_no: progress.trackingNo,
          company: 'yuantong',
          company_name: order.carrier,
          ship_time: seconds(life.packedAt),
        },
      ]
    : [];
  return {
    order_id: doudianNoOf(order),
    order_level: 2,
    ...codes,
    order_type: 0,
    biz: 2,
    pay_type: PAY_TYPES[order.paymentMethod] ?? 3,
    create_time: seconds(order.placedAt),
    pay_time: seconds(life.paidAt),
    update_time: seconds(at),
    finish_time: seconds(progress.cancelledAt),
    ship_time: seconds(life.packedAt),
    exp_ship_time: life.paidAt === null ? 0 : seconds(life.paidAt) + SHIP_WITHIN_S,
    order_amount: goodsFen + order.freightFen,
    pay_amount: amountFenOf(order),
    post_amount: order.freightFen,
    promotion_amount: order.discountFen + order.couponFen,
    buyer_words: order.buyerNote,
    seller_words: order.sellerNote ?? '',
    doudian_open_id: `1@#${order.buyer.id}`,
    user_tag_ui: order.buyer.tags.map((text) => ({ key: 'tag', text })),
    ...receiverOf(order),
    logistics_info: logistics,
    sku_order_list: linesOf(order, progress, codes),
  };
}

/** The tag under which the platform tells of a step; picking and the courier are not told. */
export const tagOf = (event: ShopEvent): string | null => {
  switch (event) {
    case 'order.created':
      return '100';
    case 'order.paid':
      return '101';
    case 'order.shipped':
      return '102';
    case 'order.cancelled':
      return '106';
    case 'order.refunded':
      return '206';
    case 'order.signed':
      return '103';
    case 'order.picked':
    case 'order.collected':
      return null;
  }
};
