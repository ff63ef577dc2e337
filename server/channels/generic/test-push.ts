import { type Instant, SECOND_MS } from '@/domain/clocks/instant';
import type { SignedPush } from '../channel';
import { digestOf } from './sign';

/** A signed `ping`: it passes the door as any order would, is stored, read and done with, and leaves no order. */
export function testPush(secret: string, id: string, at: Instant): SignedPush {
  const timestamp = String(Math.floor(at / SECOND_MS));
  const body = JSON.stringify({ type: 'ping', timestamp: new Date(at).toISOString() });
  const digest = digestOf(secret, id, timestamp, Buffer.from(body));
  if (digest === null) throw new RangeError('the secret is too short to sign with');
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${digest.toString('base64')}`,
    },
    body,
  };
}
