import { SECOND_MS } from '@/domain/clocks/instant';
import { type Loop, startLoop } from '@/server/jobs/loop';
import { openBudgets } from './budget';
import { fetchDue } from './fetch-due';
import { pollDue } from './poll-due';
import type { FetchServices } from './services';

/** How often due orders are looked for where nothing wakes the worker: a bucket fills, a retry falls due. */
const FETCH_POLL_MS = 250;
const POLL_POLL_MS = SECOND_MS;

/** Asks for orders that pushes have named, and looks for those that they did not, while the process lives. */
export function startFetching(services: FetchServices): Loop {
  const busy = new Map<string, Promise<void>>();
  const onError = (error: unknown) => services.onProblem('', error);
  const fetching = startLoop({
    everyMs: FETCH_POLL_MS,
    onError,
    step: async () => {
      const begun = await fetchDue(services, new Set(busy.keys()));
      for (const [shopId, work] of begun) {
        const over = work.finally(() => {
          busy.delete(shopId);
          fetching.wake();
        });
        busy.set(shopId, over);
      }
      return false;
    },
  });
  const polling = startLoop({
    everyMs: POLL_POLL_MS,
    onError,
    step: async () => {
      await openBudgets(services.db, await services.connections());
      return pollDue(services);
    },
  });
  return {
    wake: fetching.wake,
    stop: async () => {
      await Promise.all([fetching.stop(), polling.stop()]);
      await Promise.all(busy.values());
    },
  };
}
