import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isNestedDeeper, MAX_JSON_DEPTH } from '@/server/http/json-depth';
import { PUSH_KEY, type Refusal, type ShopKeys, type Verification } from '../channel';
import { digestOfPush } from './sign';

const APP_ID = /^\d{1,32}$/;
const EVENT_SIGN = /^[0-9a-f]{32}$/i;

const refused = (refusal: Refusal, reason: string, status: 400 | 401 = 401): Verification => ({
  ok: false,
  status,
  refusal,
  reason,
});
const single = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

/** Which secret made the signature; -1 for none. Looks at every secret, so that the time taken tells nothing. */
function fittingIndex(sign: Buffer, appKey: string, raw: Buffer, secrets: readonly string[]): number {
  let fitting = -1;
  for (const [index, secret] of secrets.entries()) {
    if (secret !== '' && timingSafeEqual(digestOfPush(appKey, raw, secret), sign)) fitting = index;
  }
  return fitting;
}

const withoutBlanks = (raw: Buffer): Buffer =>
  Buffer.from(raw.toString('latin1').replace(/[ \t\r\n\f\v]+/g, ''), 'latin1');

/**
 * A push of 抖店: header event-sign is the MD5 of app key, raw body and app secret; app-id is the app key. Any live secret
 * fits. The platform signs no time, so a recorded push can be sent again: its message ids make it a repeat. One SDK signs the
 * body without its blanks; such a push is refused too, with a reason that says so.
 */
export function verifyDoudianPush(raw: Buffer, headers: IncomingHttpHeaders, keys: ShopKeys): Verification {
  const appKey = single(headers['app-id']);
  const sign = single(headers['event-sign']);
  if (!APP_ID.test(appKey)) return refused('header-missing', 'app-id is missing or malformed');
  if (!EVENT_SIGN.test(sign)) return refused('header-missing', 'event-sign is missing or malformed');
  const digest = Buffer.from(sign, 'hex');
  const secretIndex = fittingIndex(digest, appKey, raw, keys.secrets);
  const ownKey = keys.credentials.appKey ?? '';
  if (secretIndex < 0) {
    const isStripped = fittingIndex(digest, appKey, withoutBlanks(raw), keys.secrets) >= 0;
    return refused(
      'wrong-signature',
      isStripped ? 'event-sign fits the body without blanks only' : 'no secret fits event-sign',
    );
  }
  if (ownKey !== '' && ownKey !== appKey)
    return refused('wrong-signature', 'app-id is another app than the one of this shop');
  if (raw.length === 0) return refused('malformed', 'the body is empty', 400);
  if (isNestedDeeper(raw)) return refused('malformed', `nested deeper than ${MAX_JSON_DEPTH} levels`, 400);
  return { ok: true, key: `${PUSH_KEY}${createHash('sha256').update(raw).digest('hex')}`, secretIndex };
}
