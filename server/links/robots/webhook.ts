import { SECOND_MS } from '@/domain/clocks/instant';
import { digestOf } from '@/server/channels/generic/sign';
import type { Robot } from './robot';

/** Any program of the house, by Standard Webhooks: `notice.posted` with what happened. Any 2xx takes it. */
export const webhook: Robot = {
  hosts: null,
  isAddress: () => true,
  call: ({ url, secret }, { id, data }, now) => {
    const timestamp = String(Math.floor(now / SECOND_MS));
    const body = JSON.stringify({ type: 'notice.posted', timestamp: new Date(now).toISOString(), data });
    const digest = digestOf(secret ?? '', id, timestamp, Buffer.from(body));
    if (digest === null) throw new RangeError('a webhook needs a secret to sign with');
    return {
      url: new URL(url),
      headers: {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${digest.toString('base64')}`,
      },
      body,
    };
  },
  refusalIn: () => null,
};
