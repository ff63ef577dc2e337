import { Agent, request } from 'node:http';
import { signWebhook } from '@/sim/standard-webhooks';
import type { BenchOrder } from './orders';

export interface Target {
  readonly url: URL;
  readonly secret: string;
}

export interface Sent {
  readonly orderNo: string;
  readonly isAbnormal: boolean;
  readonly sentAtMs: number;
  readonly ackMs: number;
  /** 0: the connection broke before an answer. */
  readonly status: number;
}

function post(agent: Agent, target: Target, order: BenchOrder): Promise<Sent> {
  const headers = signWebhook({
    secret: target.secret,
    id: `msg_${order.orderNo}`,
    timestampS: Math.floor(Date.now() / 1000),
    body: order.body,
  });
  const sentAtMs = performance.now();
  return new Promise((resolve) => {
    const answer = (status: number) =>
      resolve({
        orderNo: order.orderNo,
        isAbnormal: order.isAbnormal,
        sentAtMs,
        ackMs: performance.now() - sentAtMs,
        status,
      });
    const req = request(
      target.url,
      {
        agent,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(order.body) },
      },
      (res) => {
        res.resume();
        res.on('end', () => answer(res.statusCode ?? 0));
      },
    );
    req.on('error', () => answer(0));
    req.end(order.body);
  });
}

/** Open loop: `ratePerS` requests a second for `seconds`, whether or not earlier ones have been answered. */
export async function pacedLoad(
  target: Target,
  makeOrder: (index: number) => BenchOrder,
  ratePerS: number,
  seconds: number,
): Promise<Sent[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const total = ratePerS * seconds;
  const startedMs = performance.now();
  const answers: Promise<Sent>[] = [];
  while (answers.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1000) * ratePerS) + 1);
    while (answers.length < due) answers.push(post(agent, target, makeOrder(answers.length)));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const sent = await Promise.all(answers);
  agent.destroy();
  return sent;
}

/** Closed loop: `connections` senders, each posting its next order when the last is answered, `total` in all. */
export async function closedLoad(
  target: Target,
  makeOrder: (index: number) => BenchOrder,
  connections: number,
  total: number,
): Promise<Sent[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const sent: Sent[] = [];
  let next = 0;
  const sender = async () => {
    while (next < total) {
      const index = next;
      next += 1;
      sent.push(await post(agent, target, makeOrder(index)));
    }
  };
  await Promise.all(Array.from({ length: connections }, sender));
  agent.destroy();
  return sent;
}

/** The value below which the given share of all values lies; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
