import type { Instant } from '@/domain/clocks/instant';
import type { OrderEvent, OrderStatus } from '@/domain/order/order';
import type { ParseContext } from '../channel';
import { FieldReader } from '../field-reader';
import { readJson } from '../json';
import { type Fields, statementOf, VERSION_AHEAD_MS } from '../statement';
import { readAmounts } from './amounts';
import { readReceiver } from './receiver';
import { type JdOrder, readJdOrder } from './schema';
import { holdsOf, methodOf, statusOf } from './status';
import { isSet } from './times';

/** No order above this one. */
const NO_PARENT = '0';

function readTimes(reader: FieldReader, order: JdOrder, status: OrderStatus, version: Instant): Fields {
  const endedAt = isSet(order.orderEndTime) ? reader.time('orderEndTime', order.orderEndTime) : undefined;
  const isCancelled = status === 'cancelled';
  if (isCancelled && endedAt === undefined)
    reader.note('cancelledAt', 'time-of-update', '', new Date(version).toISOString());
  return {
    createdAt: reader.time('orderStartTime', order.orderStartTime ?? ''),
    paidAt: isSet(order.paymentConfirmTime) ? reader.time('paymentConfirmTime', order.paymentConfirmTime) : undefined,
    doneAt: status === 'done' ? endedAt : undefined,
    cancelledAt: isCancelled ? (endedAt ?? version) : undefined,
  };
}

/** Between carriers stands |, between parcels of one a comma. */
const firstParcel = (waybill: string): string => waybill.split(/[|,]/u)[0] ?? '';

function readWords(reader: FieldReader, order: JdOrder): Fields {
  const word = (field: string, raw: string | null | undefined) => (raw ? reader.text(field, raw, 200) : undefined);
  const parent = String(order.parentOrderId ?? NO_PARENT);
  const buyer = order.openIdBuyer ? 'openIdBuyer' : order.xidBuyer ? 'xidBuyer' : 'pin';
  const buyerId = word(buyer, order[buyer]);
  return {
    parentOrderNo: parent === NO_PARENT || parent === '' ? null : reader.id('parentOrderId', parent),
    // A pin that is covered is the same for many.
    buyerId: buyerId?.includes('*') ? undefined : buyerId,
    buyerNote: order.orderRemark == null ? undefined : reader.text('orderRemark', order.orderRemark),
    sellerNote: order.venderRemark == null ? undefined : reader.text('venderRemark', order.venderRemark),
    trackingNo: word('waybill', firstParcel(order.waybill ?? '')),
  };
}

/**
 * Reads an order of JD (jingdong.pop.order.get) as one statement: amounts are yuan in text, times those of China, where the year
 * 1 or 1970 means "not yet". Its version is `modified`. Throws Unreadable for what cannot be believed.
 */
export function parseJdOrder(raw: Buffer, { shopId, receivedAt }: ParseContext): OrderEvent[] {
  const order = readJdOrder(readJson(raw));
  const reader = new FieldReader(receivedAt);
  const orderNo = reader.id('orderId', order.orderId);
  const at = reader.time('modified', order.modified ?? '', VERSION_AHEAD_MS);
  const status = statusOf(order);
  reader.note('status', 'status-table', order.orderState ?? '-', status);
  const isPaid = isSet(order.paymentConfirmTime);
  const fields: Fields = {
    currency: 'CNY',
    ...readTimes(reader, order, status, at),
    ...readAmounts(reader, order, { isPaid, isCancelled: status === 'cancelled' }),
    ...readWords(reader, order),
    paymentMethod: methodOf(order),
    receiver: readReceiver(reader, order),
    holds: holdsOf(order),
  };
  return [statementOf(raw, { shopId, orderNo, at }, status, fields, reader)];
}
