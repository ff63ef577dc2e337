import type { IncomingHttpHeaders } from 'node:http';
import { signWebhook } from '../standard-webhooks';

const TOLERANCE_S = 300;

/** Whether a request is signed by Standard Webhooks with this secret, and not long ago. */
export function verifyStandardWebhook(secret: string, headers: IncomingHttpHeaders, raw: Buffer): boolean {
  const id = headers['webhook-id'];
  const timestampS = Number(headers['webhook-timestamp']);
  if (typeof id !== 'string' || !Number.isInteger(timestampS)) return false;
  if (Math.abs(Date.now() / 1_000 - timestampS) > TOLERANCE_S) return false;
  const expected = signWebhook({ secret, id, timestampS, body: raw.toString('utf8') });
  return headers['webhook-signature'] === expected['webhook-signature'];
}
