import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@/domain/clocks/instant';
import { SECOND_MS } from '@/domain/clocks/instant';
import { isNestedDeeper, MAX_JSON_DEPTH } from '@/server/http/json-depth';
import type { Verification } from '../channel';
import { RESERVED_KEY } from '../reserved-key';
import { digestOf } from './sign';

const TOLERANCE_MS = 300 * SECOND_MS;
const MAX_SIGNATURES = 10;
const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;
const SECONDS = /^\d{1,12}$/;
const SIGNATURE_V1 = /^v1,[A-Za-z0-9+/]{43}=$/;
const OTHER_VERSION = /^v(?!1,)[0-9a-z]+,\S+$/;

const refused = (reason: string, status: 400 | 401 = 401): Verification => ({ ok: false, status, reason });
const single = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');

/** The v1 signatures of the header; null when any part of it is malformed, repeated, or there are too many. */
function readSignatures(header: string): Buffer[] | null {
  const parts = header.split(' ');
  if (parts.length > MAX_SIGNATURES || new Set(parts).size !== parts.length) return null;
  if (!parts.every((part) => SIGNATURE_V1.test(part) || OTHER_VERSION.test(part))) return null;
  return parts.filter((part) => part.startsWith('v1,')).map((part) => Buffer.from(part.slice(3), 'base64'));
}

/** Compares with every secret and every signature, so that the time taken tells nothing about which one fits. */
function isAnyEqual(expected: readonly (Buffer | null)[], signatures: readonly Buffer[]): boolean {
  let isMatch = false;
  for (const digest of expected) {
    for (const signature of signatures) {
      if (digest?.length === signature.length && timingSafeEqual(digest, signature)) isMatch = true;
    }
  }
  return isMatch;
}

/**
 * Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.rawBody`, any live secret, any listed
 * signature, ±300 s. Refusals are 401; a genuine body nested beyond any order is 400.
 */
export function verifyStandardWebhook(
  raw: Buffer,
  headers: IncomingHttpHeaders,
  secrets: readonly string[],
  now: Instant,
): Verification {
  const id = single(headers['webhook-id']);
  const timestamp = single(headers['webhook-timestamp']);
  const signatures = readSignatures(single(headers['webhook-signature']));
  if (!MESSAGE_ID.test(id) || id.startsWith(RESERVED_KEY)) return refused('webhook-id is missing or malformed');
  if (!SECONDS.test(timestamp)) return refused('webhook-timestamp is not whole seconds');
  if (signatures === null) return refused('webhook-signature is missing or malformed');
  const expected = secrets.map((secret) => digestOf(secret, id, timestamp, raw));
  if (Math.abs(Number(timestamp) * SECOND_MS - now) > TOLERANCE_MS) return refused('webhook-timestamp is out of range');
  if (!isAnyEqual(expected, signatures)) return refused('no signature fits');
  if (isNestedDeeper(raw)) return refused(`nested deeper than ${MAX_JSON_DEPTH} levels`, 400);
  return { ok: true, key: id };
}
