import * as z from 'zod';
import { PUSH_KEY, Unreadable, type WaitingMessage } from '../channel';
import { readJson, sortedJson } from '../json';
import { TRADE_NO } from './trade-state';

const idText = z.union([z.string(), z.number()]).transform(String);
const MESSAGE_ID = /^\d{1,20}$/;
/** Topics whose messages speak of a trade. */
const OF_A_TRADE = /^taobao_(?:trade|refund)_/;

const message = z.object({
  id: idText,
  topic: z.string().max(200),
  content: z.unknown(),
  pub_time: z.string().nullish(),
  user_id: idText.nullish(),
});
const content = z.object({ tid: idText });

/** A message of TMC, and whose trades it speaks of; '' where it does not say. */
export interface TmcMessage extends WaitingMessage {
  readonly sellerId: string;
}

/**
 * A message that waits, under the platform's own id. Only what never changes when it comes again is kept, so that it is known.
 * null for what has no id: it could be neither told apart nor confirmed.
 */
export function waitingMessage(json: unknown): TmcMessage | null {
  const read = message.safeParse(json);
  if (!read.success || !MESSAGE_ID.test(read.data.id)) return null;
  const { id, topic, content: said, pub_time, user_id } = read.data;
  const body = Buffer.from(sortedJson({ id, topic, content: said, pub_time, user_id }));
  return { id, key: `${PUSH_KEY}${id}`, body, sellerId: user_id ?? '' };
}

/** `content` is JSON within JSON; a relay may have unwrapped it. */
const contentOf = (said: unknown): unknown => (typeof said === 'string' ? readJson(Buffer.from(said)) : said);

/** The numbers of the trades that a stored message speaks of. Throws Unreadable where it should name one and does not. */
export function hintsOfMessage(body: Buffer): string[] {
  const read = message.safeParse(readJson(body));
  if (!read.success) throw new Unreadable({ code: 'not-a-message', lacks: 'id, topic' });
  if (!OF_A_TRADE.test(read.data.topic)) return [];
  const found = content.safeParse(contentOf(read.data.content));
  if (!found.success || !TRADE_NO.test(found.data.tid))
    throw new Unreadable({ code: 'not-an-order-no', path: 'content.tid' });
  return [found.data.tid];
}
