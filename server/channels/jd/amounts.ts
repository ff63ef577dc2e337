import type { OrderLine } from '@/domain/order/order';
import { apiYuan } from '../api-yuan';
import type { FieldReader } from '../field-reader';
import { refuseImplausible } from '../plausible-amounts';
import type { Fields } from '../statement';
import type { JdItem, JdOrder } from './schema';

const isStated = (raw: unknown): boolean => raw !== undefined && raw !== null && raw !== '';
/** Coupons as JD numbers them; the others are reductions. */
const COUPON = /券/u;

function readLine(reader: FieldReader, item: JdItem, index: number): OrderLine {
  const field = (name: string) => `itemInfoList.${index}.${name}`;
  const sku = item.outerSkuId || item.productNo || String(item.skuId ?? '');
  return {
    lineNo: reader.text(field('skuId'), `${index + 1}-${item.skuId ?? ''}`, 64),
    sku: reader.text(field('outerSkuId'), sku, 200),
    title: reader.text(field('skuName'), item.skuName ?? '', 500),
    spec: '',
    quantity: item.itemTotal,
    unitPriceFen: apiYuan(reader, field('jdPrice'), item.jdPrice),
    paidFen: null,
  };
}

function couponsOf(reader: FieldReader, { couponDetailList }: JdOrder): number | undefined {
  return couponDetailList?.reduce(
    (sum, { couponType, couponPrice }, n) =>
      COUPON.test(couponType ?? '') ? sum + apiYuan(reader, `couponDetailList.${n}.couponPrice`, couponPrice) : sum,
    0,
  );
}

/**
 * All amounts in fen. Due is what the buyer pays: orderPayment, and what was taken from the balance, which it leaves out. It
 * counts as received once the platform states when it was paid; a cancelled order that was paid was paid back.
 */
export function readAmounts(
  reader: FieldReader,
  order: JdOrder,
  { isPaid, isCancelled }: { readonly isPaid: boolean; readonly isCancelled: boolean },
): Fields {
  const optional = (name: 'orderTotalPrice' | 'freightPrice' | 'balanceUsed') =>
    isStated(order[name]) ? apiYuan(reader, name, order[name]) : undefined;
  const amountFen = apiYuan(reader, 'orderPayment', order.orderPayment) + (optional('balanceUsed') ?? 0);
  const goodsFen = optional('orderTotalPrice');
  const freightFen = optional('freightPrice');
  const lines = (order.itemInfoList ?? []).map((item, index) => readLine(reader, item, index));
  refuseImplausible('orderPayment', { amountFen, goodsFen, lines });
  if (isPaid && isCancelled) reader.note('refundFen', 'whole-refund', `orderState ${order.orderState}`, 'orderPayment');
  return {
    amountFen,
    goodsFen,
    freightFen,
    discountFen: goodsFen === undefined ? undefined : Math.max(0, goodsFen + (freightFen ?? 0) - amountFen),
    paidFen: isPaid ? amountFen : undefined,
    refundFen: isPaid && isCancelled ? amountFen : undefined,
    couponFen: couponsOf(reader, order),
    lines: lines.length === 0 ? undefined : lines,
  };
}
