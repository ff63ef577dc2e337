import { type Agent, request } from 'node:http';
import { signWebhook } from '@/sim/standard-webhooks';

/** Where signed pushes go. */
export interface Door {
  /** Asked again for each try. */
  readonly url: () => URL;
  readonly secret: string;
}

interface Push {
  readonly id: string;
  readonly body: string;
}

const PAUSE_MS = 100;
const TRY_LIMIT_MS = 15_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface Answer {
  /** The HTTP status, or what broke before there was one. */
  readonly status: number | string;
  readonly retryAfter: string | null;
}

/** Sends a push once. */
export function tryOnce(agent: Agent, { url, secret }: Door, { id, body }: Push): Promise<Answer> {
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

/**
 * Sends a push as platforms do: again and again until it is acknowledged with 200. Tells `count` of every answer; throws on one
 * that no retry would mend.
 */
export async function pushUntilTaken(
  agent: Agent,
  door: Door,
  push: Push,
  count: (answer: number | string) => void,
): Promise<void> {
  for (;;) {
    const { status } = await tryOnce(agent, door, push);
    count(status);
    if (status === 200) return;
    if (typeof status === 'number' && status !== 503) throw new Error(`a push was answered ${status}`);
    await pause(PAUSE_MS);
  }
}

/** The same order with an amount that nobody said. */
export const contradicted = (body: string): string => body.replace(/"amountCents":\d+/, '"amountCents":1');
