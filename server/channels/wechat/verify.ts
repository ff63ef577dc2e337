import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { isNestedDeeper, MAX_JSON_DEPTH } from '@/server/http/json-depth';
import { CallbackRefused, isSigned } from '@/server/links/sealed-callback';
import { PUSH_KEY, type Refusal, type ShopKeys, Unreadable, type Verification } from '../channel';
import { entered } from '../settings';
import { openSealed, sealedPart } from './envelope';

const CLOCK_TOLERANCE_MS = 300 * SECOND_MS;

const refused = (refusal: Refusal, reason: string, status: 400 | 401 = 401): Verification => ({
  ok: false,
  status,
  refusal,
  reason,
});

/** A parameter that is given once; '' otherwise. */
const one = (query: URLSearchParams, name: string): string =>
  query.getAll(name).length === 1 ? (query.get(name) ?? '') : '';

/** Which token made the signature; -1 for none. Looks at every token, so that the time taken tells nothing. */
function fittingIndex(query: URLSearchParams, name: string, sealed: string, tokens: readonly string[]): number {
  const [timestamp, nonce, claimed] = [one(query, 'timestamp'), one(query, 'nonce'), one(query, name)];
  let fitting = -1;
  for (const [index, token] of tokens.entries())
    if (token !== '' && isSigned(token, timestamp, nonce, sealed, claimed)) fitting = index;
  return fitting;
}

function isRecent(query: URLSearchParams, now: Instant): boolean {
  const timestamp = one(query, 'timestamp');
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * SECOND_MS - now) <= CLOCK_TOLERANCE_MS;
}

/** Why a sealed push cannot be opened, or null. */
function unopened(sealed: string, keys: ShopKeys): Verification | null {
  try {
    const plain = Buffer.from(openSealed(sealed, keys));
    return isNestedDeeper(plain) ? refused('malformed', `nested deeper than ${MAX_JSON_DEPTH} levels`, 400) : null;
  } catch (error) {
    if (!(error instanceof CallbackRefused)) throw error;
    const isOthers = error.why === 'receive-id';
    return refused('wrong-signature', isOthers ? 'it is meant for another app' : 'encodingAesKey does not open it');
  }
}

function sealedIn(raw: Buffer): { readonly sealed: string | null } | Verification {
  if (raw.length === 0) return refused('malformed', 'the body is empty', 400);
  if (isNestedDeeper(raw)) return refused('malformed', `nested deeper than ${MAX_JSON_DEPTH} levels`, 400);
  try {
    return { sealed: sealedPart(raw) };
  } catch (error) {
    if (error instanceof Unreadable) return refused('malformed', error.message, 400);
    throw error;
  }
}

/**
 * A push of 微信小店. Sealed: msg_signature covers token, time, nonce and ciphertext, and the ciphertext names our app. In the
 * open, which a shop has to choose by entering no encodingAesKey, the signature covers no body; such a push can only make an
 * order be asked for. Any live token fits.
 */
export function verifyShopPush(
  raw: Buffer,
  _headers: IncomingHttpHeaders,
  keys: ShopKeys,
  now: Instant,
  query: URLSearchParams,
): Verification {
  const found = sealedIn(raw);
  if ('ok' in found) return found;
  const { sealed } = found;
  const name = sealed === null ? 'signature' : 'msg_signature';
  if (one(query, name) === '') return refused('header-missing', `${name} is missing or given twice`);
  const secretIndex = fittingIndex(query, name, sealed ?? '', keys.secrets);
  if (secretIndex < 0) return refused('wrong-signature', `no token fits ${name}`);
  if (!isRecent(query, now)) return refused('clock-skew', 'timestamp is more than 5 minutes off');
  if (sealed === null && entered(keys, 'encodingAesKey') !== '')
    return refused('wrong-signature', 'it is not encrypted, and this shop has an encodingAesKey');
  const failure = sealed === null ? null : unopened(sealed, keys);
  return failure ?? { ok: true, key: `${PUSH_KEY}${createHash('sha256').update(raw).digest('hex')}`, secretIndex };
}

/** The echostr that the platform wants back when the address is saved; null where no token fits. */
export function answerShopCheck(query: URLSearchParams, keys: ShopKeys, now: Instant): string | null {
  const echo = one(query, 'echostr');
  if (!/^[\x21-\x7e]{1,1000}$/.test(echo) || !isRecent(query, now)) return null;
  if (fittingIndex(query, 'signature', '', keys.secrets) >= 0) return echo;
  if (fittingIndex(query, 'msg_signature', echo, keys.secrets) < 0) return null;
  try {
    return openSealed(echo, keys);
  } catch (error) {
    if (error instanceof CallbackRefused) return null;
    throw error;
  }
}
