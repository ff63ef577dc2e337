import type { OrderFields, OrderLine } from '@/domain/order/order';
import { Unreadable } from '../channel';
import type { FieldReader } from '../field-reader';
import { isHundredfold } from '../hundredfold';
import type { GenericItem, GenericOrder } from './schema';

type Amounts = Partial<
  Pick<
    OrderFields,
    'amountFen' | 'goodsFen' | 'discountFen' | 'freightFen' | 'paidFen' | 'refundFen' | 'couponFen' | 'lines'
  >
>;

const isStated = (raw: unknown): boolean => raw !== undefined && raw !== null;

function readLine(reader: FieldReader, item: GenericItem, index: number): OrderLine {
  const field = (name: string) => `data.items.${index}.${name}`;
  const unitPriceFen = reader.fen(field('unitPriceCents'), item.unitPriceCents);
  if (unitPriceFen === 0 && item.gift !== true)
    throw new Unreadable({ code: 'gift-not-said', path: field('unitPriceCents') });
  const refundedQuantity = item.refundedQty ?? 0;
  if (refundedQuantity > item.qty)
    throw new Unreadable({ code: 'wrong-form', path: field('refundedQty'), fault: 'too_big' });
  return {
    lineNo: reader.text(field('lineNo'), String(item.lineNo ?? index + 1), 64),
    sku: reader.text(field('sku'), item.sku ?? '', 200),
    title: reader.text(field('title'), item.title ?? '', 500),
    spec: reader.text(field('spec'), item.spec ?? '', 500),
    quantity: item.qty,
    ...(refundedQuantity > 0 ? { refundedQuantity } : {}),
    unitPriceFen,
    paidFen: isStated(item.paidCents) ? reader.fen(field('paidCents'), item.paidCents) : null,
  };
}

/** Received for the whole order: as stated, else the lines' sum where every line states it. */
function receivedOf(lines: readonly OrderLine[], amountFen: number, freightFen: number): number | undefined {
  if (lines.length === 0 || lines.some((line) => line.paidFen === null)) return undefined;
  const sum = lines.reduce((total, line) => total + (line.paidFen ?? 0), 0);
  return sum + freightFen === amountFen ? amountFen : sum;
}

function refuseWrongUnit(amounts: Amounts & { readonly amountFen: number }): void {
  const { amountFen, goodsFen, discountFen = 0, freightFen = 0, paidFen, lines = [] } = amounts;
  const ofLines = lines.reduce((total, line) => total + line.quantity * line.unitPriceFen, 0);
  const due = (goodsFen ?? ofLines) - discountFen + freightFen;
  if (goodsFen !== undefined && isHundredfold(goodsFen, ofLines)) {
    throw new Unreadable({ code: 'lines-factor-100', path: 'data.goodsCents' });
  }
  if (isHundredfold(amountFen, due)) {
    throw new Unreadable({ code: 'parts-factor-100', path: 'data.amountCents' });
  }
  if (paidFen !== undefined && isHundredfold(paidFen, amountFen)) {
    throw new Unreadable({ code: 'paid-factor-100' });
  }
  if (amountFen === 0 && (due !== 0 || discountFen === 0)) {
    throw new Unreadable({ code: 'zero-amount', path: 'data.amountCents' });
  }
}

/** All amounts of an order in fen. Throws Unreadable for what is no amount, and for amounts that contradict each other. */
export function readAmounts(reader: FieldReader, order: GenericOrder): Amounts {
  const optional = (name: 'goodsCents' | 'discountCents' | 'freightCents' | 'paidCents' | 'refundCents') =>
    isStated(order[name]) ? reader.fen(`data.${name}`, order[name]) : undefined;
  const amountFen = reader.fen('data.amountCents', order.amountCents);
  const freightFen = optional('freightCents');
  const lines = (order.items ?? []).map((item, index) => readLine(reader, item, index));
  const isPaid = isStated(order.paidAt);
  const stated = {
    amountFen,
    goodsFen: optional('goodsCents'),
    discountFen: optional('discountCents'),
    freightFen,
    paidFen: optional('paidCents') ?? (isPaid ? receivedOf(lines, amountFen, freightFen ?? 0) : undefined),
    refundFen: optional('refundCents'),
    couponFen: order.coupons?.reduce((sum, { cents }, n) => sum + reader.fen(`data.coupons.${n}.cents`, cents), 0),
    lines: order.items ? lines : undefined,
  };
  refuseWrongUnit(stated);
  return stated;
}
