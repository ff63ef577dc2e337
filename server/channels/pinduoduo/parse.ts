import type { Instant } from '@/domain/clocks/instant';
import type { OrderEvent, OrderStatus } from '@/domain/order/order';
import type { ParseContext } from '../channel';
import { FieldReader } from '../field-reader';
import { readJson } from '../json';
import { type Fields, statementOf, VERSION_AHEAD_MS } from '../statement';
import { readAmounts } from './amounts';
import { readReceiver } from './receiver';
import { type PddOrder, readPddOrder } from './schema';
import { holdsOf, methodOf, statusOf } from './status';

type TimeName = 'created_time' | 'pay_time' | 'shipping_time' | 'receive_time' | 'last_ship_time' | 'updated_at';

/** Empty, or the beginning of time, where it has not happened. */
const isSet = (raw: string | null | undefined): raw is string => {
  const text = (raw ?? '').trim();
  return text !== '' && !/^(?:1970-01-01|0001-01-01)/.test(text);
};

function readTimes(reader: FieldReader, order: PddOrder, status: OrderStatus, version: Instant): Fields {
  const time = (name: TimeName) => {
    const raw = order[name];
    return isSet(raw) ? reader.time(name, raw) : undefined;
  };
  const receivedAt = time('receive_time');
  if (status === 'cancelled') reader.note('cancelledAt', 'time-of-update', '', new Date(version).toISOString());
  return {
    createdAt: reader.time('created_time', order.created_time ?? ''),
    paidAt: time('pay_time'),
    shippedAt: time('shipping_time'),
    signedAt: receivedAt,
    doneAt: status === 'done' ? receivedAt : undefined,
    cancelledAt: status === 'cancelled' ? version : undefined,
    shipBy: isSet(order.last_ship_time) ? reader.promise('last_ship_time', order.last_ship_time) : undefined,
  };
}

function readWords(reader: FieldReader, order: PddOrder): Fields {
  const word = (field: string, raw: string | null | undefined) => (raw ? reader.text(field, raw, 200) : undefined);
  const depot = order.order_depot_info?.depot_code || order.order_depot_info?.depot_name;
  return {
    buyerNote: order.buyer_memo == null ? undefined : reader.text('buyer_memo', order.buyer_memo),
    sellerNote: order.remark == null ? undefined : reader.text('remark', order.remark),
    trackingNo: word('tracking_number', order.tracking_number),
    warehouse: word('order_depot_info.depot_code', depot),
  };
}

/**
 * Reads an order of 拼多多 (pdd.order.information.get) as one statement: amounts are yuan as doubles, times Chinese time without
 * a zone. Its version is updated_at. Throws Unreadable for what cannot be believed.
 */
export function parsePddOrder(raw: Buffer, { shopId, receivedAt }: ParseContext): OrderEvent[] {
  const order = readPddOrder(readJson(raw));
  const reader = new FieldReader(receivedAt);
  const orderNo = reader.id('order_sn', order.order_sn);
  const at = reader.time('updated_at', order.updated_at ?? '', VERSION_AHEAD_MS);
  const status = statusOf(order);
  const codes = [order.order_status, order.refund_status, order.confirm_status, order.group_status];
  reader.note('status', 'status-table', codes.map((code) => code ?? '-').join('/'), status);
  const isPaid = isSet(order.pay_time);
  const receiver = readReceiver(reader, order, shopId);
  const fields: Fields = {
    currency: 'CNY',
    ...readTimes(reader, order, status, at),
    ...readAmounts(reader, order, isPaid),
    ...readWords(reader, order),
    paymentMethod: isPaid ? methodOf(order) : undefined,
    receiver,
    holds: holdsOf(order),
  };
  // A state that was decrypted says the same and more: it counts before its covered twin, and not before the next state.
  const version = receiver?.detail.state === 'plain' ? at + 1 : at;
  return [statementOf(raw, { shopId, orderNo, at: version }, status, fields, reader)];
}
