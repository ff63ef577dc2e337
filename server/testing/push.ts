import { digestOf } from '../channels/generic/sign';

export const TEST_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

/** The three headers of a Standard Webhook, signed as a sender would. `timestamp` is whole seconds as text. */
export function pushHeaders(values: { id: string; timestamp: string; body: Buffer; secret?: string }) {
  const digest = digestOf(values.secret ?? TEST_SECRET, values.id, values.timestamp, values.body);
  return {
    'webhook-id': values.id,
    'webhook-timestamp': values.timestamp,
    'webhook-signature': `v1,${digest?.toString('base64') ?? ''}`,
  };
}
