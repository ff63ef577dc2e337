import { Agent, request } from 'node:http';
import { signWebhook } from '@/sim/standard-webhooks';
import type { Push } from './plan';

export interface Door {
  /** Asked again for each try. */
  readonly url: () => URL;
  readonly secret: string;
}

/** The sender's own record: what was acknowledged, and what each push was told on the way. */
export interface SenderLog {
  /** Message ids whose own body was acknowledged. */
  readonly acknowledged: Set<string>;
  readonly conflictsAcknowledged: Set<string>;
  /** Answers and breaks by kind, over all tries. */
  readonly answers: Map<string, number>;
  sent: number;
}

const CONNECTIONS = 24;
const PAUSE_MS = 100;
const TRY_LIMIT_MS = 15_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Answer {
  /** The HTTP status, or what broke before there was one. */
  readonly status: number | string;
  readonly retryAfter: string | null;
}

/** Sends a push once. */
export function tryOnce(agent: Agent, { url, secret }: Door, { id, body }: Pick<Push, 'id' | 'body'>): Promise<Answer> {
  const headers = signWebhook({ secret, id, timestampS: Math.floor(Date.now() / 1000), body });
  return new Promise((resolve) => {
    const broken = (error: NodeJS.ErrnoException) => resolve({ status: error.code ?? error.message, retryAfter: null });
    const req = request(
      url(),
      {
        agent,
        method: 'POST',
        timeout: TRY_LIMIT_MS,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (res) => {
        res.resume();
        res.on('end', () => resolve({ status: res.statusCode ?? 0, retryAfter: res.headers['retry-after'] ?? null }));
        res.on('error', broken);
      },
    );
    req.on('timeout', () => req.destroy(new Error('timeout')));
    req.on('error', broken);
    req.end(body);
  });
}

export const newLog = (): SenderLog => ({
  acknowledged: new Set(),
  conflictsAcknowledged: new Set(),
  answers: new Map(),
  sent: 0,
});

/**
 * Sends pushes as platforms do: each again and again until it is acknowledged with 200. A conflict waits until what it
 * contradicts has been acknowledged. Throws on an answer that no retry would mend.
 */
export async function sendAll(door: Door, pushes: readonly Push[], log: SenderLog): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const count = (answer: number | string) =>
    log.answers.set(String(answer), (log.answers.get(String(answer)) ?? 0) + 1);
  const deliver = async (push: Push) => {
    for (;;) {
      const { status } = await tryOnce(agent, door, push);
      count(status);
      if (status === 200) return;
      if (typeof status === 'number' && status !== 503) throw new Error(`a push was answered ${status}`);
      await pause(PAUSE_MS);
    }
  };
  const waiting: Push[] = [];
  let next = 0;
  const sender = async () => {
    for (let push = pushes[next]; push; push = pushes[next]) {
      next += 1;
      if (push.isConflict && !log.acknowledged.has(push.id)) {
        waiting.push(push);
        continue;
      }
      await deliver(push);
      (push.isConflict ? log.conflictsAcknowledged : log.acknowledged).add(push.id);
      log.sent += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sender));
  for (const push of waiting) {
    await deliver(push);
    log.conflictsAcknowledged.add(push.id);
    log.sent += 1;
  }
  agent.destroy();
}
