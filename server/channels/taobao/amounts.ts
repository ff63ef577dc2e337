import type { OrderLine } from '@/domain/order/order';
import { apiYuan } from '../api-yuan';
import { articleNumbers } from '../article-numbers';
import type { FieldReader } from '../field-reader';
import { refuseImplausible } from '../plausible-amounts';
import type { Fields } from '../statement';
import { linesOf, type Trade, type TradeLine } from './schema';
import { DEPOSIT_PAID, isLineClosed, isLineRefunded, isRefunded } from './status';

const isStated = (raw: unknown): boolean => raw !== undefined && raw !== null && raw !== '';
const fieldOf = (index: number, name: string) => `orders.order.${index}.${name}`;

/** What was paid for a line, its share of what was taken off the whole order included; null where it is not said. */
function paidFor(reader: FieldReader, line: TradeLine, index: number): number | null {
  const name = isStated(line.divide_order_fee) ? 'divide_order_fee' : 'payment';
  return isStated(line[name]) ? apiYuan(reader, fieldOf(index, name), line[name]) : null;
}

function readLine(reader: FieldReader, line: TradeLine, index: number): OrderLine {
  const field = (name: string) => fieldOf(index, name);
  const sku = line.outer_sku_id || line.outer_iid || String(line.sku_id ?? line.num_iid ?? '');
  return {
    lineNo: reader.text(field('oid'), String(line.oid ?? index + 1), 64),
    sku: reader.text(field('outer_sku_id'), sku, 200),
    title: reader.text(field('title'), line.title ?? '', 500),
    spec: reader.text(field('sku_properties_name'), line.sku_properties_name ?? '', 500),
    quantity: line.num,
    ...(isLineClosed(line) ? { refundedQuantity: line.num } : {}),
    unitPriceFen: apiYuan(reader, field('price'), line.price),
    paidFen: paidFor(reader, line, index),
    ...articleNumbers(line.num_iid, line.sku_id),
  };
}

/** The lines whose money went back, or the whole order. */
function refundedFen(reader: FieldReader, trade: Trade, lines: readonly OrderLine[], wholeFen: number) {
  if (isRefunded(trade)) {
    reader.note('refundFen', 'whole-refund', `status ${trade.status}`, 'payment');
    return wholeFen;
  }
  const refunded = lines.filter((_, n) => isLineRefunded(linesOf(trade)[n] as TradeLine));
  return refunded.length === 0 ? undefined : refunded.reduce((sum, { paidFen }) => sum + (paidFen ?? 0), 0);
}

/**
 * All amounts in fen. Due is what the buyer is asked for (payment: goods and freight less every discount); it counts as received
 * once the platform states when it was paid. The platform gives discounts in many fields and adjustments of either sign, so what
 * was taken off is what is missing between goods and payment.
 */
export function readAmounts(reader: FieldReader, trade: Trade, isPaid: boolean): Fields {
  const optional = (name: 'total_fee' | 'post_fee' | 'step_paid_fee') =>
    isStated(trade[name]) ? apiYuan(reader, name, trade[name]) : undefined;
  const amountFen = apiYuan(reader, 'payment', trade.payment);
  const goodsFen = optional('total_fee');
  const freightFen = optional('post_fee');
  const lines = linesOf(trade).map((line, index) => readLine(reader, line, index));
  refuseImplausible('payment', { amountFen, goodsFen, lines });
  const offFen = goodsFen === undefined ? undefined : goodsFen + (freightFen ?? 0) - amountFen;
  const deposit = trade.step_trade_status === DEPOSIT_PAID ? optional('step_paid_fee') : undefined;
  const paidFen = deposit ?? (isPaid ? amountFen : undefined);
  return {
    amountFen,
    goodsFen,
    freightFen,
    discountFen: offFen === undefined ? undefined : Math.max(0, offFen),
    paidFen,
    refundFen: refundedFen(reader, trade, lines, paidFen ?? amountFen),
    lines: lines.length === 0 ? undefined : lines,
  };
}
