import type { Channel } from '../channel';
import { parseGenericMessage } from './parse';
import { testPush } from './test-push';
import { verifyStandardWebhook } from './verify';

/** Any shop, or a relay standing beside one: whole orders by Standard Webhooks. */
export const generic: Channel = {
  name: 'generic',
  platform: null,
  signing: 'generated',
  credentials: [],
  verify: verifyStandardWebhook,
  source: null,
  testPush,
  parse: parseGenericMessage,
};
