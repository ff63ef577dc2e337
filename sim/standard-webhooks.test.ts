import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasShared, SHARED_DIR } from '@/db/testing/shared';
import { signWebhook } from './standard-webhooks';

interface Vector {
  secret: string;
  id: string;
  timestamp: string;
  body: string;
  signature: string;
}

if (!hasShared) console.warn('SKIPPED: shared vectors are absent, the simulator signature is not checked');

describe.skipIf(!hasShared)('the simulator signs as the Standard Webhooks vectors say', () => {
  const file = path.join(SHARED_DIR, 'protocols/vectors/standard_webhooks.json');
  const { cases } = hasShared ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] }) : { cases: [] };
  it.each(cases)('$id', ({ secret, id, timestamp, body, signature }) => {
    expect(signWebhook({ secret, id, timestampS: Number(timestamp), body })['webhook-signature']).toBe(signature);
  });
});
