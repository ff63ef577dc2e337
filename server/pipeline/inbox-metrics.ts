import { Counter } from 'prom-client';
import { registry } from '@/server/metrics';

/** What became of every push at the front door, and of every imported message. */
export const inboxMessages = new Counter({
  name: 'tidewatch_inbox_messages_total',
  help: 'Messages at the front door by outcome.',
  labelNames: ['outcome'],
  registers: [registry],
});
