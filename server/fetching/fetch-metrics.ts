import { Counter } from 'prom-client';
import { registry } from '@/server/metrics';
import type { Settled, SettledFetch } from './settle';

const fetches = new Counter({
  name: 'tidewatch_order_fetches_total',
  help: 'Orders asked for at their platform, by outcome (fetched, postponed, dead).',
  labelNames: ['outcome'],
  registers: [registry],
});
const foundByPoll = new Counter({
  name: 'tidewatch_found_by_poll_total',
  help: 'Orders, and later states of orders, that a poll found and no push had told of.',
  labelNames: ['what'],
  registers: [registry],
});

/** Counts what became of a batch. */
export function countFetches(settled: readonly SettledFetch[], result: Settled): void {
  for (const { outcome } of settled) fetches.inc({ outcome: outcome.kind });
  foundByPoll.inc({ what: 'order' }, result.ordersByPoll);
  foundByPoll.inc({ what: 'update' }, result.updatesByPoll);
}
