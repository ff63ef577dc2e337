import * as z from 'zod';
import { Unreadable } from '../channel';
import { readJson } from '../json';
import { ORDER_NO } from './order-state';

const message = z.object({ type: z.string(), content: z.unknown() });
const content = z.object({ tid: z.union([z.string(), z.number().int()]).transform(String) });

/** Messages about orders and their after-sales; others (goods, chats) name no order. */
const OF_ORDERS = /^pdd_(?:trade|refund)_/;

/** The number of the order that a stored message speaks of. Throws Unreadable where it should name one and does not. */
export function hintsOfMessage(body: Buffer): string[] {
  const read = message.safeParse(readJson(body));
  if (!read.success) throw new Unreadable({ code: 'not-a-message', lacks: 'type' });
  const { type, content: inner } = read.data;
  if (!OF_ORDERS.test(type)) return [];
  const found = content.safeParse(typeof inner === 'string' ? readJson(Buffer.from(inner)) : inner);
  if (!found.success || !ORDER_NO.test(found.data.tid))
    throw new Unreadable({ code: 'not-an-order-no', path: 'content.tid' });
  return [found.data.tid];
}
