import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@/domain/clocks/instant';
import { SECOND_MS } from '@/domain/clocks/instant';
import { isNestedDeeper, MAX_JSON_DEPTH } from '@/server/http/json-depth';
import type { Refusal, ShopKeys, Verification } from '../channel';
import { RESERVED_KEY } from '../reserved-key';
import { digestOf } from './sign';

const TOLERANCE_MS = 300 * SECOND_MS;
const MAX_SIGNATURES = 10;
const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;
const SECONDS = /^\d{1,12}$/;
const SIGNATURE_V1 = /^v1,[A-Za-z0-9+/]{43}=$/;
const OTHER_VERSION = /^v(?!1,)[0-9a-z]+,\S+$/;

const refused = (refusal: Refusal, reason: string, status: 400 | 401 = 401): Verification => ({
  ok: false,
  status,
  refusal,
  reason,
});
const single = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

/** The v1 signatures of the header; null when any part of it is malformed, repeated, or there are too many. */
function readSignatures(header: string): Buffer[] | null {
  const parts = header.split(' ');
  if (parts.length > MAX_SIGNATURES || new Set(parts).size !== parts.length) return null;
  if (!parts.every((part) => SIGNATURE_V1.test(part) || OTHER_VERSION.test(part))) return null;
  return parts.filter((part) => part.startsWith('v1,')).map((part) => Buffer.from(part.slice(3), 'base64'));
}

/**
 * Which secret's digest is among the signatures; -1 for none. Compares with every secret and every signature, so that the
 * time taken tells nothing about which one fits.
 */
function fittingIndex(expected: readonly (Buffer | null)[], signatures: readonly Buffer[]): number {
  let fitting = -1;
  for (const [index, digest] of expected.entries()) {
    for (const signature of signatures) {
      if (digest?.length === signature.length && timingSafeEqual(digest, signature)) fitting = index;
    }
  }
  return fitting;
}

/**
 * Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.rawBody`, any live secret, any listed
 * signature, ±300 s. Refusals are 401; a genuine body nested beyond any order is 400.
 */
export function verifyStandardWebhook(
  raw: Buffer,
  headers: IncomingHttpHeaders,
  { secrets }: Pick<ShopKeys, 'secrets'>,
  now: Instant,
): Verification {
  const id = single(headers['webhook-id']);
  const timestamp = single(headers['webhook-timestamp']);
  const signatures = readSignatures(single(headers['webhook-signature']));
  if (!MESSAGE_ID.test(id) || id.startsWith(RESERVED_KEY))
    return refused('header-missing', 'webhook-id is missing or malformed');
  if (!SECONDS.test(timestamp)) return refused('header-missing', 'webhook-timestamp is not whole seconds');
  if (signatures === null || signatures.length === 0)
    return refused('header-missing', 'webhook-signature is missing or malformed');
  const expected = secrets.map((secret) => digestOf(secret, id, timestamp, raw));
  if (Math.abs(Number(timestamp) * SECOND_MS - now) > TOLERANCE_MS)
    return refused('clock-skew', 'webhook-timestamp is out of range');
  const secretIndex = fittingIndex(expected, signatures);
  if (secretIndex < 0) return refused('wrong-signature', 'no signature fits');
  if (isNestedDeeper(raw)) return refused('malformed', `nested deeper than ${MAX_JSON_DEPTH} levels`, 400);
  return { ok: true, key: id, secretIndex };
}
