import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import { Unreadable } from '../../channels/channel';
import { readJson } from '../../channels/json';
import type { Link, LinkAnswer, LinkCall, LinkValues } from '../link';
import { readNotice } from './notice';

const TOLERANCE_MS = 300 * SECOND_MS;
const SMALLEST_KEY_BITS = 2048;
const idShape = z.object({ id: z.string().min(1).max(128) });

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
  const verifier = createVerify('RSA-SHA256').update(`${at}\n${nonce}\n`).update(raw).update('\n');
  return verifier.verify(key, Buffer.from(only(headers['wechatpay-signature']), 'base64'));
}

/** Source: pay.weixin.qq.com, API v3, verifying signatures and payment notices. */
function verify(call: LinkCall, values: LinkValues, now: Instant): ReturnType<Link['verify']> {
  const key = readPublicKey(values.publicKey ?? '');
  if (only(call.headers['wechatpay-serial']) !== values.publicKeyId) return { ok: false, refusal: 'unknown-key' };
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
    {
      ...{ name: 'publicKey', isSecret: true, isRequired: true, initial: '', isLong: true },
      pattern: /^-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[\sA-Za-z0-9+/=]{100,6000}-----END \1-----\s*$/,
    },
    { name: 'apiV3Key', isSecret: true, isRequired: true, initial: '', pattern: /^[\x21-\x7e]{32}$/ },
  ],
  problemIn: (values) =>
    readPublicKey(values.publicKey ?? '') === null ? { field: 'publicKey', why: 'not-an-rsa-key' } : null,
  verify,
  taken: answer(204, ''),
  refused: (refusal) => answer(401, refusal),
  busy: answer(503, 'busy'),
  factsOf: ({ body, receivedAt }, values) => [readNotice(body, values, receivedAt)],
};
