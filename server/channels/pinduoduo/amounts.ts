import type { OrderFields, OrderLine } from '@/domain/order/order';
import type { FieldReader } from '../field-reader';
import { refuseImplausible } from '../plausible-amounts';
import type { PddItem, PddOrder } from './schema';
import { isRefunded } from './status';

type Amounts = Partial<
  Pick<OrderFields, 'amountFen' | 'goodsFen' | 'discountFen' | 'freightFen' | 'paidFen' | 'refundFen' | 'lines'>
>;

const isStated = (raw: unknown): boolean => raw !== undefined && raw !== null;

/** The merchant's own code of the article, else the platform's. */
const skuOf = (item: PddItem): string => item.outer_id || item.outer_goods_id || String(item.sku_id ?? '');

function readLine(reader: FieldReader, item: PddItem, index: number): OrderLine {
  const field = (name: string) => `item_list.${index}.${name}`;
  return {
    lineNo: String(index + 1),
    sku: reader.text(field('outer_id'), skuOf(item), 200),
    title: reader.text(field('goods_name'), item.goods_name ?? '', 500),
    spec: reader.text(field('goods_spec'), item.goods_spec ?? '', 500),
    quantity: item.goods_count,
    unitPriceFen: reader.yuanNumber(field('goods_price'), item.goods_price),
    // The platform says what was paid for the order, not for its lines.
    paidFen: null,
  };
}

/**
 * All amounts in fen; the platform writes yuan as doubles. Due is pay_amount (goods and freight less every discount); it counts
 * as received once the platform states when it was paid, and of a pre-sale what its steps have brought.
 */
export function readAmounts(reader: FieldReader, order: PddOrder, isPaid: boolean): Amounts {
  const optional = (name: 'goods_amount' | 'discount_amount' | 'postage') =>
    isStated(order[name]) ? reader.yuanNumber(name, order[name]) : undefined;
  const amountFen = reader.yuanNumber('pay_amount', order.pay_amount);
  const stepPaid = order.step_order_info?.step_paid_fee;
  const inSteps = isStated(stepPaid) ? reader.yuanNumber('step_order_info.step_paid_fee', stepPaid) : undefined;
  const paidFen = isPaid ? (inSteps ?? amountFen) : undefined;
  if (isRefunded(order)) reader.note('refundFen', 'whole-refund', 'refund_status 4', 'pay_amount');
  const amounts: Amounts = {
    amountFen,
    goodsFen: optional('goods_amount'),
    discountFen: optional('discount_amount'),
    freightFen: optional('postage'),
    paidFen,
    refundFen: isRefunded(order) ? (paidFen ?? amountFen) : undefined,
    lines: order.item_list?.map((item, index) => readLine(reader, item, index)),
  };
  refuseImplausible('pay_amount', amounts);
  return amounts;
}
