import { createHmac } from 'node:crypto';

const MIN_SECRET_BYTES = 16;

/**
 * What a sender of Standard Webhooks signs: HMAC-SHA256 over `id.timestamp.body` with the key behind "whsec_" + base64.
 * null when the secret is too short to prove anything.
 */
export function digestOf(secret: string, id: string, timestamp: string, body: Buffer): Buffer | null {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length < MIN_SECRET_BYTES) return null;
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}
