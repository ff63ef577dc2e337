import type { OrderFields, OrderLine } from '@/domain/order/order';
import { articleNumbers } from '../article-numbers';
import type { FieldReader } from '../field-reader';
import type { ShopOrder, SkuOrder } from './schema';
import { isLineRefunded, isRefunded } from './status';

type Amounts = Partial<
  Pick<OrderFields, 'amountFen' | 'goodsFen' | 'discountFen' | 'freightFen' | 'paidFen' | 'refundFen' | 'lines'>
>;

const isStated = (raw: unknown): boolean => raw !== undefined && raw !== null;

/** The merchant's own code of the article, else the platform's. */
const skuOf = (sku: SkuOrder): string => sku.code || sku.out_sku_id || String(sku.sku_id ?? '');

function readLine(reader: FieldReader, sku: SkuOrder, index: number): OrderLine {
  const field = (name: string) => `sku_order_list.${index}.${name}`;
  const spec = (sku.spec ?? []).map(({ name, value }) => `${name ?? ''}:${value ?? ''}`).join(' ');
  return {
    lineNo: reader.text(field('order_id'), String(sku.order_id ?? index + 1), 64),
    sku: reader.text(field('code'), skuOf(sku), 200),
    title: reader.text(field('product_name'), sku.product_name ?? '', 500),
    spec: reader.text(field('spec'), spec, 500),
    quantity: sku.item_num,
    ...(isLineRefunded(sku) ? { refundedQuantity: sku.item_num } : {}),
    unitPriceFen: reader.fen(field('origin_amount'), sku.origin_amount),
    paidFen: isStated(sku.pay_amount) ? reader.fen(field('pay_amount'), sku.pay_amount) : null,
    ...articleNumbers(sku.product_id ?? sku.product_id_str, sku.sku_id),
  };
}

/** What has been paid of a pre-sale so far: each phase is paid on its own. */
function paidInPhases(reader: FieldReader, order: ShopOrder): number | undefined {
  const phases = order.order_phase_list ?? [];
  if (phases.length === 0) return undefined;
  return phases.reduce((sum, phase, n) => {
    const isPaid = Number(phase.phase_pay_time ?? 0) > 0;
    return isPaid ? sum + reader.fen(`order_phase_list.${n}.phase_pay_amount`, phase.phase_pay_amount) : sum;
  }, 0);
}

/** All that was received, where the whole order was paid back, or what the lines cost that were; undefined where none were. */
function refundedOf(order: ShopOrder, lines: readonly OrderLine[], receivedFen: number): number | undefined {
  if (isRefunded(order)) return receivedFen;
  const refunded = lines.filter(({ refundedQuantity }) => refundedQuantity !== undefined);
  return refunded.length === 0 ? undefined : refunded.reduce((sum, { paidFen }) => sum + (paidFen ?? 0), 0);
}

/**
 * All amounts in fen. Due is what the buyer is asked for (pay_amount: goods and freight less every discount); it counts as
 * received once the platform states when it was paid.
 */
export function readAmounts(reader: FieldReader, order: ShopOrder, isPaid: boolean): Amounts {
  const optional = (name: 'order_amount' | 'post_amount' | 'promotion_amount') =>
    isStated(order[name]) ? reader.fen(name, order[name]) : undefined;
  const amountFen = reader.fen('pay_amount', order.pay_amount);
  const freightFen = optional('post_amount');
  const wholeFen = optional('order_amount');
  const paidFen = paidInPhases(reader, order) ?? (isPaid ? amountFen : undefined);
  const lines = order.sku_order_list?.map((sku, index) => readLine(reader, sku, index));
  if (isRefunded(order)) reader.note('refundFen', 'whole-refund', `main_status ${order.main_status}`, 'pay_amount');
  return {
    amountFen,
    // order_amount is goods and freight.
    goodsFen: wholeFen === undefined ? undefined : Math.max(0, wholeFen - (freightFen ?? 0)),
    discountFen: optional('promotion_amount'),
    freightFen,
    paidFen,
    refundFen: refundedOf(order, lines ?? [], paidFen ?? amountFen),
    lines,
  };
}
