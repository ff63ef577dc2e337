import { createHash } from 'node:crypto';
import * as z from 'zod';
import { elementAt, readXml, textAt } from '@/server/links/xml';
import { PUSH_KEY, type PushedMessage, type ShopKeys, Unreadable } from '../channel';
import { readJson } from '../json';
import { isXml, openPush } from './envelope';

export const ORDER_NO = /^\d{6,32}$/;

/** Where an event names its order. */
const PLACES = ['order_info', 'finder_shop_aftersale_status_update', 'aftersale_info'] as const;
const OF_ORDERS = /^channels_ec_(?:order|aftersale)_/;

const place = z.object({ order_id: z.union([z.string(), z.number().int()]).transform(String).optional() }).nullish();
const event = z.object({
  Event: z.string().default(''),
  order_info: place,
  finder_shop_aftersale_status_update: place,
  aftersale_info: place,
});

interface Told {
  readonly event: string;
  readonly orderNo: string;
}

function readEvent(body: Buffer): Told {
  if (isXml(body)) {
    const root = elementAt(readXml(body), 'xml');
    const orderNo = PLACES.map((name) => textAt(root, name, 'order_id')).find((text) => text !== '') ?? '';
    return { event: textAt(root, 'Event'), orderNo };
  }
  const read = event.safeParse(readJson(body));
  if (!read.success) throw new Unreadable({ code: 'not-a-message', lacks: 'Event' });
  const orderNo = PLACES.map((name) => read.data[name]?.order_id ?? '').find((text) => text !== '') ?? '';
  return { event: read.data.Event, orderNo };
}

/** The event in a genuine push. The platform gives events no id: the same event has the same words. */
export function messagesOfPush(raw: Buffer, keys: ShopKeys): PushedMessage[] {
  const body = openPush(raw, keys);
  return [{ key: `${PUSH_KEY}${createHash('sha256').update(body).digest('hex')}`, body }];
}

/** The number of the order that a stored event speaks of. Throws Unreadable where it should name one and does not. */
export function hintsOfEvent(body: Buffer): string[] {
  const { event: name, orderNo } = readEvent(body);
  if (!OF_ORDERS.test(name)) return [];
  if (!ORDER_NO.test(orderNo)) throw new Unreadable({ code: 'not-an-order-no', path: 'order_id' });
  return [orderNo];
}
