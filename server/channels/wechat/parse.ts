import type { Instant } from '@/domain/clocks/instant';
import { normalisePhone } from '@/domain/order/clean/phone';
import type { OrderEvent, OrderLine, OrderStatus, Receiver } from '@/domain/order/order';
import type { ParseContext } from '../channel';
import { given, readPersonal } from '../covered';
import { FieldReader } from '../field-reader';
import { readJson } from '../json';
import { refuseImplausible } from '../plausible-amounts';
import { type Fields, statementOf, VERSION_AHEAD_MS } from '../statement';
import { type Product, readWechatOrder, type WechatOrder } from './schema';
import { holdsOf, isCash, isRefunded, methodOf, statusOf } from './status';

/** Whole seconds since 1970; 0 where it has not happened. */
const isSet = (raw: string | number | null | undefined): raw is string | number => raw != null && Number(raw) !== 0;
const isStated = (raw: unknown): boolean => raw !== undefined && raw !== null;

function readTimes(reader: FieldReader, order: WechatOrder, status: OrderStatus, version: Instant): Fields {
  const { pay_info: pay, delivery_info: delivery, ext_info: ext, product_infos: products } = order.order_detail;
  const time = (field: string, raw: string | number | null | undefined) =>
    isSet(raw) ? reader.time(field, raw) : undefined;
  const sent = (delivery?.delivery_product_info ?? []).flatMap(({ delivery_time: raw }, n) =>
    isSet(raw) ? [reader.time(`delivery_product_info.${n}.delivery_time`, raw)] : [],
  );
  const deadlines = (products ?? []).flatMap(({ delivery_deadline: raw }, n) =>
    isSet(raw) ? [reader.promise(`product_infos.${n}.delivery_deadline`, raw)] : [],
  );
  const doneAt = time('ext_info.confirm_receipt_time', ext?.confirm_receipt_time);
  if (status === 'cancelled') reader.note('cancelledAt', 'time-of-update', '', new Date(version).toISOString());
  return {
    createdAt: reader.time('create_time', order.create_time ?? ''),
    paidAt: time('pay_info.pay_time', pay?.pay_time),
    shippedAt: time('delivery_info.ship_done_time', delivery?.ship_done_time) ?? sent[0],
    doneAt: status === 'done' ? doneAt : undefined,
    cancelledAt: status === 'cancelled' ? version : undefined,
    shipBy: deadlines.length > 0 ? Math.min(...deadlines) : undefined,
  };
}

function readLine(reader: FieldReader, line: Product, index: number): OrderLine {
  const field = (name: string) => `product_infos.${index}.${name}`;
  const refundedQuantity = Math.min(line.finish_aftersale_sku_cnt ?? 0, line.sku_cnt);
  const spec = (line.sku_attrs ?? []).map(({ attr_key: key, attr_value: value }) => `${key ?? ''}:${value ?? ''}`);
  return {
    lineNo: String(index + 1),
    sku: reader.text(field('sku_code'), line.sku_code || line.out_sku_id || String(line.sku_id ?? ''), 200),
    title: reader.text(field('title'), line.title ?? '', 500),
    spec: reader.text(field('sku_attrs'), spec.join(' '), 500),
    quantity: line.sku_cnt,
    ...(refundedQuantity > 0 ? { refundedQuantity } : {}),
    unitPriceFen: reader.fen(field('sale_price'), line.sale_price),
    paidFen: isStated(line.real_price) ? reader.fen(field('real_price'), line.real_price) : null,
  };
}

/** All amounts in fen. Due is order_price; it counts as received once it was paid, unless it was paid otherwise than in money. */
function readAmounts(reader: FieldReader, order: WechatOrder): Fields {
  const { price_info: price, pay_info: pay, product_infos: products } = order.order_detail;
  const optional = (name: 'product_price' | 'freight' | 'discounted_price') =>
    isStated(price[name]) ? reader.fen(`price_info.${name}`, price[name]) : undefined;
  const amountFen = reader.fen('price_info.order_price', price.order_price);
  const isPaid = isSet(pay?.pay_time);
  const isMoney = isCash(pay?.payment_method);
  if (isPaid && !isMoney) reader.note('paidFen', 'not-cash', `payment_method ${pay?.payment_method}`, '');
  if (isRefunded(order)) reader.note('refundFen', 'whole-refund', `status ${order.status}`, 'order_price');
  const fields: Fields = {
    amountFen,
    goodsFen: optional('product_price'),
    discountFen: optional('discounted_price'),
    freightFen: optional('freight'),
    paidFen: isPaid && isMoney ? amountFen : undefined,
    refundFen: isRefunded(order) && isPaid && isMoney ? amountFen : undefined,
    paymentMethod: isPaid ? methodOf(pay?.payment_method) : undefined,
    lines: products?.map((line, index) => readLine(reader, line, index)),
  };
  refuseImplausible('price_info.order_price', fields);
  return fields;
}

function readWords(reader: FieldReader, order: WechatOrder): Fields {
  const { delivery_info: delivery, ext_info: ext } = order.order_detail;
  const word = (field: string, raw: string | null | undefined) => (raw ? reader.text(field, raw, 200) : undefined);
  const [parcel] = delivery?.delivery_product_info ?? [];
  const { customer_notes: buyerNote, merchant_notes: sellerNote } = ext ?? {};
  return {
    buyerId: word('openid', order.openid),
    buyerNote: buyerNote == null ? undefined : reader.text('ext_info.customer_notes', buyerNote),
    sellerNote: sellerNote == null ? undefined : reader.text('ext_info.merchant_notes', sellerNote),
    carrier: word('delivery_name', parcel?.delivery_name || parcel?.delivery_id),
    trackingNo: word('waybill_id', parcel?.waybill_id),
  };
}

/** Whom it goes to; undefined where nobody is given. Within a shop two orders with the same hash_code go to the same address. */
function readReceiver(reader: FieldReader, order: WechatOrder, shopId: string): Receiver | undefined {
  const address = order.order_detail.delivery_info?.address_info;
  if (!address || [address.user_name, address.tel_number, address.detail_info].every((part) => given(part) === null))
    return undefined;
  const shown = (raw: string | null | undefined) => ({ plain: raw, mask: null, cipher: null });
  const phone = readPersonal(reader, 'tel_number', shown(address.tel_number), 60);
  return {
    name: readPersonal(reader, 'user_name', shown(address.user_name), 100),
    phone: phone.state === 'plain' ? { state: 'plain', value: normalisePhone(phone.value) } : phone,
    province: reader.text('province_name', address.province_name ?? '', 100),
    city: reader.text('city_name', address.city_name ?? '', 100),
    district: reader.text('county_name', address.county_name ?? '', 100),
    street: '',
    detail: readPersonal(reader, 'detail_info', shown(address.detail_info), 500),
    ...(address.hash_code
      ? { platformKey: `wechat/${shopId}/${reader.text('hash_code', address.hash_code, 200)}` }
      : {}),
  };
}

/**
 * Reads an order of 微信小店 (/channels/ec/order/get) as one statement: amounts are fen, times epoch seconds, ids 64 bits wide.
 * Its version is update_time. Throws Unreadable for what cannot be believed.
 */
export function parseWechatOrder(raw: Buffer, { shopId, receivedAt }: ParseContext): OrderEvent[] {
  const order = readWechatOrder(readJson(raw));
  const reader = new FieldReader(receivedAt);
  const orderNo = reader.id('order_id', order.order_id);
  const at = reader.time('update_time', order.update_time ?? '', VERSION_AHEAD_MS);
  const status = statusOf(order);
  reader.note('status', 'status-table', String(order.status), status);
  const fields: Fields = {
    currency: 'CNY',
    ...readTimes(reader, order, status, at),
    ...readAmounts(reader, order),
    ...readWords(reader, order),
    receiver: readReceiver(reader, order, shopId),
    holds: holdsOf(order),
  };
  return [statementOf(raw, { shopId, orderNo, at }, status, fields, reader)];
}
