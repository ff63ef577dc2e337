import type { Instant } from '@/domain/clocks/instant';
import type { OrderEvent, OrderStatus } from '@/domain/order/order';
import type { ParseContext } from '../channel';
import { FieldReader } from '../field-reader';
import { readJson } from '../json';
import { refuseImplausible } from '../plausible-amounts';
import { type Fields, statementOf, VERSION_AHEAD_MS } from '../statement';
import { readAmounts } from './amounts';
import { readReceiver } from './receiver';
import { readShopOrder, type ShopOrder } from './schema';
import { holdsOf, methodOf, statusOf } from './status';

/** Whole seconds since 1970; 0 where it has not happened. */
const isSet = (raw: string | number | null | undefined): raw is string | number => raw != null && Number(raw) !== 0;

/** When every line of the order has been received, the last of them. */
function signedAt(reader: FieldReader, order: ShopOrder): Instant | undefined {
  const times = (order.sku_order_list ?? []).map(({ logistics_receipt_time: raw }, n) =>
    isSet(raw) ? reader.time(`sku_order_list.${n}.logistics_receipt_time`, raw) : null,
  );
  const known = times.filter((time) => time !== null);
  return known.length > 0 && known.length === times.length ? Math.max(...known) : undefined;
}

function readTimes(reader: FieldReader, order: ShopOrder, status: OrderStatus, version: Instant): Fields {
  const time = (name: 'pay_time' | 'ship_time' | 'finish_time') => {
    const raw = order[name];
    return isSet(raw) ? reader.time(name, raw) : undefined;
  };
  const finishedAt = time('finish_time');
  if (status === 'cancelled' && finishedAt === undefined)
    reader.note('cancelledAt', 'time-of-update', '', new Date(version).toISOString());
  return {
    createdAt: reader.time('create_time', order.create_time ?? ''),
    paidAt: time('pay_time'),
    shippedAt: time('ship_time'),
    signedAt: signedAt(reader, order),
    doneAt: status === 'done' ? finishedAt : undefined,
    cancelledAt: status === 'cancelled' ? (finishedAt ?? version) : undefined,
    shipBy: isSet(order.exp_ship_time) ? reader.promise('exp_ship_time', order.exp_ship_time) : undefined,
  };
}

function readWords(reader: FieldReader, order: ShopOrder): Fields {
  const word = (field: string, raw: string | null | undefined) => (raw ? reader.text(field, raw, 200) : undefined);
  const [parcel] = order.logistics_info ?? [];
  const [stock] = order.sku_order_list?.[0]?.inventory_list ?? [];
  return {
    buyerId: word('doudian_open_id', order.doudian_open_id),
    buyerTags: order.user_tag_ui?.map((tag, n) => reader.text(`user_tag_ui.${n}`, tag.text ?? '', 100)),
    buyerNote: order.buyer_words == null ? undefined : reader.text('buyer_words', order.buyer_words),
    sellerNote: order.seller_words == null ? undefined : reader.text('seller_words', order.seller_words),
    carrier: word('logistics_info.0.company_name', parcel?.company_name || parcel?.company),
    trackingNo: word('logistics_info.0.tracking_no', parcel?.tracking_no),
    warehouse: word('inventory_list.0.out_warehouse_id', stock?.out_warehouse_id),
  };
}

/**
 * Reads a shop order of 抖店 (order.orderDetail) as one statement: amounts are fen, times epoch seconds, ids 64 bits wide.
 * Its version is update_time. Throws Unreadable for what cannot be believed.
 */
export function parseShopOrder(raw: Buffer, { shopId, receivedAt }: ParseContext): OrderEvent[] {
  const order = readShopOrder(readJson(raw));
  const reader = new FieldReader(receivedAt);
  const orderNo = reader.id('order_id', order.order_id);
  const at = reader.time('update_time', order.update_time ?? '', VERSION_AHEAD_MS);
  const status = statusOf(order);
  reader.note('status', 'status-table', `${order.order_status ?? '-'}/${order.main_status ?? '-'}`, status);
  const amounts = readAmounts(reader, order, isSet(order.pay_time));
  refuseImplausible('pay_amount', amounts);
  const fields: Fields = {
    currency: 'CNY',
    ...readTimes(reader, order, status, at),
    ...amounts,
    ...readWords(reader, order),
    paymentMethod: isSet(order.pay_time) ? methodOf(order) : undefined,
    receiver: readReceiver(reader, order),
    holds: holdsOf(order),
  };
  return [statementOf(raw, { shopId, orderNo, at }, status, fields, reader)];
}
