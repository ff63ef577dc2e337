import { createHash } from 'node:crypto';
import * as z from 'zod';
import { PUSH_KEY, type PushedMessage, Unreadable } from '../channel';
import { readJson, sortedJson } from '../json';
import { ORDER_NO } from './order-state';

const MESSAGE_ID = /^[\x21-\x7e]{1,120}$/;
/** What the platform sends when somebody saves the address of the push: no message, and always under the same id. */
const PROBE_TAG = '0';
/** Tags of messages about goods and pictures; they name no order. */
const WITHOUT_ORDER = /^(?:13[78]|[4-9]\d\d|\d{4,})$/;

const element = z.object({
  tag: z.union([z.string(), z.number()]).transform(String),
  msg_id: z.union([z.string(), z.number()]).transform(String).optional(),
  data: z.unknown(),
});
const content = z.object({ p_id: z.union([z.string(), z.number()]).transform(String) });

const keyed = (id: string, body: Buffer): PushedMessage => ({ key: `${PUSH_KEY}${id}`, body });
const byHash = (body: Buffer): PushedMessage => keyed(createHash('sha256').update(body).digest('hex'), body);

/**
 * The messages of one push, each under the platform's own id, so that a message that comes again among others is known.
 * What cannot be taken apart is one message, to be set aside with its reason.
 */
export function messagesOfPush(raw: Buffer): PushedMessage[] {
  let elements: unknown;
  try {
    elements = readJson(raw);
  } catch (error) {
    if (error instanceof Unreadable) return [byHash(raw)];
    throw error;
  }
  if (!Array.isArray(elements)) return [byHash(raw)];
  return elements.flatMap((one: unknown) => {
    const body = Buffer.from(sortedJson(one));
    const read = element.safeParse(one);
    if (!read.success) return [byHash(body)];
    if (read.data.tag === PROBE_TAG) return [];
    const id = read.data.msg_id ?? '';
    return [MESSAGE_ID.test(id) ? keyed(id, body) : byHash(body)];
  });
}

/** `data` is JSON within JSON; a relay may have unwrapped it. */
function contentOf(data: unknown): unknown {
  return typeof data === 'string' ? readJson(Buffer.from(data)) : data;
}

/** The numbers of the orders that a stored message speaks of. Throws Unreadable where it should name one and does not. */
export function hintsOfMessage(body: Buffer): string[] {
  const read = element.safeParse(readJson(body));
  if (!read.success) throw new Unreadable({ code: 'not-a-message', lacks: 'tag, data' });
  if (WITHOUT_ORDER.test(read.data.tag)) return [];
  const found = content.safeParse(contentOf(read.data.data));
  if (!found.success || !ORDER_NO.test(found.data.p_id))
    throw new Unreadable({ code: 'not-an-order-no', path: 'data.p_id' });
  return [found.data.p_id];
}
