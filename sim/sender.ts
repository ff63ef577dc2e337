import { setMaxListeners } from 'node:events';
import { createPost } from './post';
import type { Message } from './shop/message';

/** What became of the pushes. A repeat is a 2xx too. */
export interface Counts {
  sent: number;
  accepted: number;
  repeats: number;
  refused: number;
  /** Tries that were answered 503 or not at all, and made again. */
  retried: number;
  /** Given up after the last try. */
  failed: number;
}

export interface Sender {
  readonly counts: Readonly<Counts>;
  /** Pushes that wait for their answer, or for their turn. */
  readonly underway: number;
  /** Sends one push, again where the door is busy or does not answer. Resolves to whether it was accepted. */
  send(target: { readonly shopId: string; readonly secret: string }, message: Message): Promise<boolean>;
  /** No push is tried again from now on; resolves when those under way have ended, at the latest after `limitMs`. */
  close(limitMs: number): Promise<void>;
}

const TRIES = 6;

/** Posts to /hooks/generic/<shop> below `url` over kept connections, each try signed anew. `clock` gives epoch ms. */
export function createSender(url: URL, clock: () => number): Sender {
  const { post, close } = createPost(url, clock);
  const counts: Counts = { sent: 0, accepted: 0, repeats: 0, refused: 0, retried: 0, failed: 0 };
  const stopped = new AbortController();
  setMaxListeners(0, stopped.signal);
  const pending = new Set<Promise<boolean>>();
  let busyUntil = 0;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        stopped.signal.removeEventListener('abort', done);
        resolve();
      }
      stopped.signal.addEventListener('abort', done);
    });

  async function deliver(shopId: string, secret: string, message: Message): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      while (busyUntil > clock() && !stopped.signal.aborted) await pause(busyUntil - clock());
      counts.sent += 1;
      const { status, text, retryAfterMs } = await post(shopId, secret, message);
      if (status >= 200 && status < 300) {
        counts.accepted += 1;
        if (text.includes('"repeat"')) counts.repeats += 1;
        return true;
      }
      const isWorthRetrying = status === 0 || status === 429 || status >= 500;
      if (!isWorthRetrying) {
        counts.refused += 1;
        return false;
      }
      if (attempt === TRIES || stopped.signal.aborted) {
        counts.failed += 1;
        return false;
      }
      counts.retried += 1;
      if (status === 503 || status === 429) busyUntil = Math.max(busyUntil, clock() + retryAfterMs);
      else await pause(retryAfterMs * attempt);
    }
  }

  return {
    counts,
    get underway() {
      return pending.size;
    },
    send({ shopId, secret }, message) {
      const delivery = deliver(shopId, secret, message).finally(() => pending.delete(delivery));
      pending.add(delivery);
      return delivery;
    },
    async close(limitMs) {
      stopped.abort();
      const limit = new Promise((resolve) => setTimeout(resolve, limitMs).unref());
      await Promise.race([Promise.all(pending), limit]);
      close();
    },
  };
}
