import fs from 'node:fs';
import path from 'node:path';
import type { OrderEvent } from '@/domain/order/order';
import type { Platform } from '@/domain/order/platform';
import type { ParseContext } from './channel';
import { parseShopOrder } from './douyin/parse';
import { parseGenericMessage } from './generic/parse';
import { parseJdOrder } from './jd/parse';
import { parsePddOrder } from './pinduoduo/parse';
import { parseTrade } from './taobao/parse';
import { parseWechatOrder } from './wechat/parse';

/** What of an order a test may change; each channel has it at places of its own. */
export type Place =
  | 'id'
  | 'amount'
  | 'goods'
  | 'price'
  | 'placed'
  | 'version'
  | 'phone'
  | 'name'
  | 'detail'
  | 'note'
  | 'title';

/** A channel with a genuine order of it, as bytes, and the places of its fields ("orders.order.0.price"). */
export interface Sample {
  readonly platform: Platform;
  readonly fixture: string;
  readonly parse: (raw: Buffer, context: ParseContext) => readonly OrderEvent[];
  readonly places: Readonly<Record<Place, string>>;
  /** How the platform writes an amount and a moment. */
  readonly unit: 'fen' | 'yuan';
  readonly clock: 'text' | 'seconds';
}

const RECEIVED_AT = Date.parse('2026-11-11T00:00:10Z');

export const SAMPLES: readonly Sample[] = [
  {
    platform: 'generic',
    fixture: 'generic/fixtures/order-paid.json',
    parse: parseGenericMessage,
    places: {
      ...{ id: 'data.platformOrderNo', amount: 'data.amountCents', goods: 'data.goodsCents' },
      ...{ price: 'data.items.0.unitPriceCents', placed: 'data.createdAt', version: 'data.updatedAt' },
      ...{ phone: 'data.receiver.phone', name: 'data.receiver.name', detail: 'data.receiver.detail' },
      ...{ note: 'data.buyerNote', title: 'data.items.0.title' },
    },
    unit: 'fen',
    clock: 'text',
  },
  {
    platform: 'taobao',
    fixture: 'taobao/fixtures/trade-fullinfo.json',
    parse: parseTrade,
    places: {
      ...{ id: 'tid_str', amount: 'payment', goods: 'total_fee', price: 'orders.order.0.price', placed: 'created' },
      ...{ version: 'modified', phone: 'receiver_mobile', name: 'receiver_name', detail: 'receiver_address' },
      ...{ note: 'buyer_message', title: 'orders.order.0.title' },
    },
    unit: 'yuan',
    clock: 'text',
  },
  {
    platform: 'jd',
    fixture: 'jd/fixtures/order.json',
    parse: parseJdOrder,
    places: {
      ...{ id: 'orderId', amount: 'orderPayment', goods: 'orderTotalPrice', price: 'itemInfoList.0.jdPrice' },
      ...{ placed: 'orderStartTime', version: 'modified', phone: 'consigneeInfo.mobile' },
      ...{ name: 'consigneeInfo.fullname', detail: 'consigneeInfo.fullAddress', note: 'orderRemark' },
      title: 'itemInfoList.0.skuName',
    },
    unit: 'yuan',
    clock: 'text',
  },
  {
    platform: 'douyin',
    fixture: 'douyin/fixtures/order-detail.json',
    parse: parseShopOrder,
    places: {
      ...{ id: 'order_id', amount: 'pay_amount', goods: 'order_amount', price: 'sku_order_list.0.origin_amount' },
      ...{ placed: 'create_time', version: 'update_time', phone: 'post_tel', name: 'post_receiver' },
      ...{ detail: 'post_addr.detail', note: 'buyer_words', title: 'sku_order_list.0.product_name' },
    },
    unit: 'fen',
    clock: 'seconds',
  },
  {
    platform: 'pinduoduo',
    fixture: 'pinduoduo/fixtures/order-info.json',
    parse: parsePddOrder,
    places: {
      ...{ id: 'order_sn', amount: 'pay_amount', goods: 'goods_amount', price: 'item_list.0.goods_price' },
      ...{ placed: 'created_time', version: 'updated_at', phone: 'receiver_phone', name: 'receiver_name' },
      ...{ detail: 'receiver_address', note: 'buyer_memo', title: 'item_list.0.goods_name' },
    },
    unit: 'yuan',
    clock: 'text',
  },
  {
    platform: 'wechat',
    fixture: 'wechat/fixtures/order.json',
    parse: parseWechatOrder,
    places: {
      ...{ id: 'order_id', amount: 'order_detail.price_info.order_price' },
      ...{ goods: 'order_detail.price_info.product_price', price: 'order_detail.product_infos.0.sale_price' },
      ...{ placed: 'create_time', version: 'update_time' },
      ...{ phone: 'order_detail.delivery_info.address_info.tel_number' },
      ...{ name: 'order_detail.delivery_info.address_info.user_name' },
      ...{ detail: 'order_detail.delivery_info.address_info.detail_info' },
      ...{ note: 'order_detail.ext_info.customer_notes', title: 'order_detail.product_infos.0.title' },
    },
    unit: 'fen',
    clock: 'seconds',
  },
];

type Node = Record<string, unknown>;
const HOLE = (n: number) => `@@hole-${n}@@`;

/** The bytes of the sample with these places written as the JSON text given, which need not be what JavaScript would write. */
export function bytesOf(sample: Sample, changes: Partial<Record<Place, string>>): Buffer {
  const whole: Node = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, sample.fixture), 'utf8'));
  const entries = Object.entries(changes) as [Place, string][];
  for (const [n, [place]] of entries.entries()) {
    const keys = sample.places[place].split('.');
    const last = keys.pop() ?? '';
    const node = keys.reduce((at, key) => at[key] as Node, whole);
    if (!(last in node)) throw new Error(`${sample.platform} has no ${sample.places[place]}`);
    node[last] = HOLE(n);
  }
  const text = entries.reduce(
    (body, [, json], n) => body.replace(JSON.stringify(HOLE(n)), () => json),
    JSON.stringify(whole),
  );
  return Buffer.from(text);
}

/** Reads bytes as this channel does; throws what it throws. */
export function readBytes({ parse, platform }: Sample, raw: Buffer): OrderEvent {
  const [event] = parse(raw, { shopId: 'shop-1', platform, receivedAt: RECEIVED_AT });
  if (!event) throw new Error(`${platform} read no order`);
  return event;
}

/** Reads the sample of a channel with these places changed. */
export const readWith = (sample: Sample, changes: Partial<Record<Place, string>>): OrderEvent =>
  readBytes(sample, bytesOf(sample, changes));

/** A moment as this platform writes it, in JSON. */
export const momentOf = ({ clock }: Sample, at: string): string =>
  clock === 'seconds' ? String(Date.parse(`${at.replace(' ', 'T')}+08:00`) / 1_000) : JSON.stringify(at);
