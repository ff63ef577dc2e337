import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Everything /metrics shows. Other parts register their own gauges here with `gaugeFrom`. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: 'tidewatch_' });

const procedureSeconds = new Histogram({
  name: 'tidewatch_procedure_seconds',
  help: 'Time of API calls by procedure and outcome (ok, or the error code).',
  labelNames: ['procedure', 'outcome'],
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
  registers: [registry],
});

const requestSeconds = new Histogram({
  name: 'tidewatch_request_seconds',
  help: 'Time of HTTP requests by kind and status.',
  labelNames: ['kind', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
  registers: [registry],
});

/** Sockets that the server closed, by reason. */
export const socketKicks = new Counter({
  name: 'tidewatch_socket_kicks_total',
  help: 'Sockets closed by the server, by reason.',
  labelNames: ['reason'],
  registers: [registry],
});

/** Resumes that could not be answered from the feed: the browser refetched everything. */
export const resyncs = new Counter({
  name: 'tidewatch_resyncs_total',
  help: 'Resume requests answered with reset.',
  registers: [registry],
});

export const observeProcedure = (procedure: string, outcome: string, tookMs: number) =>
  procedureSeconds.observe({ procedure, outcome }, tookMs / 1000);

export const observeRequest = (kind: string, status: number, tookMs: number) =>
  requestSeconds.observe({ kind, status: String(status) }, tookMs / 1000);

/**
 * Shows a number that is read when somebody looks (a queue length, a lag); NaN when it cannot be read then, so that the
 * other numbers still show. A name registered again replaces the old.
 */
export function gaugeFrom(name: string, help: string, read: () => number | Promise<number>): void {
  registry.removeSingleMetric(name);
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(
        await Promise.resolve()
          .then(read)
          .catch(() => Number.NaN),
      );
    },
  });
}
