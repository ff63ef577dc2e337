import { hasUnfilled } from '@/domain/reply/fill-template';
import { MAX_REPLY_BYTES } from '@/domain/reply/quota';
import { invalid } from '@/server/errors';

/** The text as it is stored and sent. Refused when empty, too long or with a place still to be filled in. */
export function checkedReplyBody(text: string): string {
  const body = text.replaceAll('\0', '').trim();
  if (body === '') throw invalid('the reply is empty', { reason: 'empty' });
  const bytes = Buffer.byteLength(body, 'utf8');
  if (bytes > MAX_REPLY_BYTES)
    throw invalid('the reply is too long', { reason: 'too-long', bytes, limit: MAX_REPLY_BYTES });
  if (hasUnfilled(body)) throw invalid('the reply still has a place to fill in', { reason: 'unfilled' });
  return body;
}
