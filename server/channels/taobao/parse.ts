import { DAY_MS, HOUR_MS, type Instant } from '@/domain/clocks/instant';
import type { OrderEvent, OrderStatus } from '@/domain/order/order';
import type { ParseContext } from '../channel';
import { FieldReader } from '../field-reader';
import { readJson } from '../json';
import { type Fields, statementOf, VERSION_AHEAD_MS } from '../statement';
import { readAmounts } from './amounts';
import { readReceiver } from './receiver';
import { linesOf, readTrade, type Trade } from './schema';
import { holdsOf, methodOf, statusOf } from './status';

/** 卖家承诺48小时内发货 */
const WITHIN = /(\d{1,3})\s*(小时|天)内/u;

function shipBy(trade: Trade, paidAt: Instant | undefined): Instant | undefined {
  const [, count, unit] = WITHIN.exec(trade.est_con_time ?? '') ?? [];
  if (count === undefined || paidAt === undefined) return undefined;
  return paidAt + Number(count) * (unit === '天' ? DAY_MS : HOUR_MS);
}

function readTimes(reader: FieldReader, trade: Trade, status: OrderStatus, version: Instant): Fields {
  const time = (name: 'pay_time' | 'consign_time' | 'end_time') => {
    const raw = trade[name];
    return raw ? reader.time(name, raw) : undefined;
  };
  const paidAt = time('pay_time');
  const endedAt = time('end_time');
  const isEnd = status === 'cancelled' || status === 'signed';
  if (isEnd && endedAt === undefined) reader.note(`${status}At`, 'time-of-update', '', new Date(version).toISOString());
  return {
    createdAt: reader.time('created', trade.created ?? ''),
    paidAt,
    shippedAt: time('consign_time'),
    signedAt: status === 'signed' ? (endedAt ?? version) : undefined,
    doneAt: status === 'done' ? endedAt : undefined,
    cancelledAt: status === 'cancelled' ? (endedAt ?? version) : undefined,
    shipBy: shipBy(trade, paidAt),
  };
}

function readWords(reader: FieldReader, trade: Trade): Fields {
  const word = (field: string, raw: string | null | undefined) => (raw ? reader.text(field, raw, 200) : undefined);
  const lines = linesOf(trade);
  const parcel = lines.findIndex((line) => Boolean(line.invoice_no));
  const buyerName = reader.personal('buyer_nick', trade.buyer_nick, 200);
  return {
    buyerId: word('buyer_open_uid', trade.buyer_open_uid),
    buyerName: buyerName.state === 'missing' ? undefined : buyerName,
    buyerNote: trade.buyer_message == null ? undefined : reader.text('buyer_message', trade.buyer_message),
    sellerNote: trade.seller_memo == null ? undefined : reader.text('seller_memo', trade.seller_memo),
    carrier: word(`orders.order.${parcel}.logistics_company`, lines[parcel]?.logistics_company),
    trackingNo: word(`orders.order.${parcel}.invoice_no`, lines[parcel]?.invoice_no),
    warehouse: word('orders.order.0.store_code', lines[0]?.store_code),
  };
}

/**
 * Reads a trade of Taobao or Tmall (taobao.trade.fullinfo.get) as one statement: amounts are yuan in text, times those of China,
 * ids 64 bits wide. Its version is `modified`. Throws Unreadable for what cannot be believed.
 */
export function parseTrade(raw: Buffer, { shopId, receivedAt }: ParseContext): OrderEvent[] {
  const trade = readTrade(readJson(raw));
  const reader = new FieldReader(receivedAt);
  const orderNo = reader.id('tid', trade.tid_str || trade.tid);
  const at = reader.time('modified', trade.modified ?? '', VERSION_AHEAD_MS);
  const status = statusOf(trade);
  reader.note('status', 'status-table', `${trade.status}/${trade.step_trade_status ?? '-'}`, status);
  const isPaid = Boolean(trade.pay_time);
  const fields: Fields = {
    currency: 'CNY',
    ...readTimes(reader, trade, status, at),
    ...readAmounts(reader, trade, isPaid),
    ...readWords(reader, trade),
    paymentMethod: isPaid ? methodOf(trade) : undefined,
    receiver: readReceiver(reader, trade),
    holds: holdsOf(trade, status),
  };
  return [statementOf(raw, { shopId, orderNo, at }, status, fields, reader)];
}
