import { createHmac } from 'node:crypto';

/** The three headers of one signed message. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs a message as a sender does, by Standard Webhooks: "v1," + base64(HMAC-SHA256(key, id.timestamp.body)), the
 * key being the base64 part of "whsec_…". The simulator's own code, so that a mistake in the product shows.
 * Source: the Standard Webhooks specification, section on symmetric signatures.
 */
export function signWebhook(message: {
  readonly secret: string;
  readonly id: string;
  readonly timestampS: number;
  readonly body: string;
}): WebhookHeaders {
  const key = Buffer.from(message.secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${message.id}.${message.timestampS}.${message.body}`).digest('base64');
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(message.timestampS),
    'webhook-signature': `v1,${mac}`,
  };
}
