import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { Unreadable } from '../../channels/channel';
import { readJson } from '../../channels/json';
import type { Link, LinkAnswer, LinkCall, LinkValues } from '../link';
import { readNotice } from './notice';

const TOLERANCE_MS = 300 * SECOND_MS;
const SMALLEST_KEY_BITS = 2048;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const PEM = /^-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[\sA-Za-z0-9+/=]{100,6000}-----END \1-----\s*$/;
const API_V3_KEY = /^[\x21-\x7e]{32}$/;
const SECOND = { isSecret: true, isRequired: false, initial: '', isSecond: true } as const;
const idShape = z.object({ id: z.string().regex(/^[\x21-\x7e]{1,128}$/) });

const answer = (status: number, code: string): LinkAnswer => ({
  status,
  type: 'application/json; charset=utf-8',
  text: code === '' ? '' : JSON.stringify({ code: 'FAIL', message: code }),
});

/** The public key of the settings; null when it is none. */
export function readPublicKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return key.asymmetricKeyType === 'rsa' && bits >= SMALLEST_KEY_BITS ? key : null;
  } catch {
    return null;
  }
}

const only = (header: string | readonly string[] | undefined): string => (typeof header === 'string' ? header : '');

function isSigned({ raw, headers }: LinkCall, key: KeyObject): boolean {
  const [at, nonce] = [only(headers['wechatpay-timestamp']), only(headers['wechatpay-nonce'])];
  const signature = only(headers['wechatpay-signature']);
  // Base64 is read up to its end, whatever follows: two signatures in one header would pass for the first.
  if (!BASE64.test(signature)) return false;
  const verifier = createVerify('RSA-SHA256').update(`${at}\n${nonce}\n`).update(raw).update('\n');
  return verifier.verify(key, Buffer.from(signature, 'base64'));
}

/** The public key under this id or serial number: while one replaces the other both are live. */
function keyNamed(id: string, { publicKeyId, publicKey, secondKeyId, secondKey }: LinkValues): string | null {
  if (id === '') return null;
  if (id === publicKeyId) return publicKey ?? '';
  return id === secondKeyId ? (secondKey ?? '') : null;
}

/** What is wrong with the keys: each is a key, and the second comes with its own id. */
function problemIn(values: LinkValues): ReturnType<Link['problemIn']> {
  const { publicKeyId, publicKey = '', secondKeyId = '', secondKey = '' } = values;
  if (readPublicKey(publicKey) === null) return { field: 'publicKey', why: 'not-an-rsa-key' };
  if (secondKeyId === '' && secondKey === '') return null;
  if (secondKeyId === '' || secondKey === '')
    return { field: secondKey === '' ? 'secondKey' : 'secondKeyId', why: 'missing' };
  if (secondKeyId === publicKeyId) return { field: 'secondKeyId', why: 'malformed' };
  return readPublicKey(secondKey) === null ? { field: 'secondKey', why: 'not-an-rsa-key' } : null;
}

/** Source: pay.weixin.qq.com, API v3, verifying signatures and payment notices. */
function verify(call: LinkCall, values: LinkValues, now: Instant): ReturnType<Link['verify']> {
  const pem = keyNamed(only(call.headers['wechatpay-serial']), values);
  if (pem === null) return { ok: false, refusal: 'unknown-key' };
  const key = readPublicKey(pem);
  if (key === null || !isSigned(call, key)) return { ok: false, refusal: 'signature' };
  const seconds = only(call.headers['wechatpay-timestamp']);
  const isRecent = /^\d{1,11}$/.test(seconds) && Math.abs(Number(seconds) * SECOND_MS - now) <= TOLERANCE_MS;
  if (!isRecent) return { ok: false, refusal: 'stale' };
  try {
    return { ok: true, key: idShape.parse(readJson(call.raw)).id, topic: '', body: call.raw };
  } catch (error) {
    if (error instanceof Unreadable || error instanceof z.ZodError) return { ok: false, refusal: 'form' };
    throw error;
  }
}

/** Payment and refund notices of WeChat Pay (API v3). */
export const WECHAT_PAY: Link = {
  kind: 'wechat-pay',
  fields: [
    { name: 'merchantId', isSecret: false, isRequired: true, initial: '', pattern: /^\d{8,12}$/ },
    { name: 'publicKeyId', isSecret: false, isRequired: true, initial: '', pattern: /^[\w-]{8,64}$/ },
    { name: 'publicKey', isSecret: true, isRequired: true, initial: '', isLong: true, pattern: PEM },
    { name: 'apiV3Key', isSecret: true, isRequired: true, initial: '', pattern: API_V3_KEY },
    { name: 'secondKeyId', ...SECOND, isSecret: false, pattern: /^[\w-]{8,64}$/ },
    { name: 'secondKey', ...SECOND, isLong: true, pattern: PEM },
    { name: 'secondApiV3Key', ...SECOND, pattern: API_V3_KEY },
  ],
  problemIn,
  verify,
  taken: answer(204, ''),
  refused: (refusal) => answer(401, refusal),
  busy: answer(503, 'busy'),
  factsOf: ({ body, receivedAt }, values) => [readNotice(body, values, receivedAt)],
};
