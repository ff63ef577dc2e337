import { SECOND_MS } from '@/domain/clocks/instant';
import { type Loop, startLoop } from '@/server/jobs/loop';
import { writeStockDue } from '@/server/stock/writing/write-due';
import { openBudgets } from './budget';
import { decryptDue } from './decrypt-due';
import { fetchDue } from './fetch-due';
import { pollDue } from './poll-due';
import { pullDue } from './pull-due';
import type { FetchServices } from './services';

/** How often due orders are looked for where nothing wakes the worker: a bucket fills, a retry falls due. */
const FETCH_POLL_MS = 250;
const POLL_POLL_MS = SECOND_MS;
const DECRYPT_POLL_MS = 3 * SECOND_MS;

/** Begins what is due over and over, of each shop one piece of work at a time; its end wakes the loop. */
function startPerShop(
  begin: (busy: ReadonlySet<string>) => Promise<ReadonlyMap<string, Promise<void>>>,
  onError: (error: unknown) => void,
): Loop {
  const underway = new Map<string, Promise<void>>();
  const loop = startLoop({
    everyMs: FETCH_POLL_MS,
    onError,
    step: async () => {
      for (const [shopId, work] of await begin(new Set(underway.keys()))) {
        const over = work.finally(() => {
          underway.delete(shopId);
          loop.wake();
        });
        underway.set(shopId, over);
      }
      return false;
    },
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await Promise.all(underway.values());
    },
  };
}

/**
 * Asks for orders that pushes have named, fetches messages that wait, looks for what none told of, and tells platforms what
 * there is of their articles, while the process lives.
 */
export function startFetching(services: FetchServices): Loop {
  const onError = (error: unknown) => services.onProblem('', error);
  const fetching = startPerShop((busy) => fetchDue(services, busy), onError);
  const pulling = startPerShop((busy) => pullDue(services, busy), onError);
  const writing = startPerShop((busy) => writeStockDue(services, busy), onError);
  const polling = startLoop({
    everyMs: POLL_POLL_MS,
    onError,
    step: async () => {
      await openBudgets(services.db, await services.connections());
      return pollDue(services);
    },
  });
  const decrypting = startLoop({
    everyMs: DECRYPT_POLL_MS,
    onError,
    step: async () => (await decryptDue(services)) > 0,
  });
  return {
    wake: fetching.wake,
    stop: async () => {
      await Promise.all([fetching.stop(), pulling.stop(), writing.stop(), polling.stop(), decrypting.stop()]);
    },
  };
}
