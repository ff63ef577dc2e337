import { MINUTE_MS, SECOND_MS } from '@/domain/clocks/instant';

const FREE_FAILURES = 5;
const FORGET_AFTER_MS = 15 * MINUTE_MS;
const FIRST_WAIT_MS = 5 * SECOND_MS;
const LONGEST_WAIT_MS = 5 * MINUTE_MS;
const MAX_ACCOUNTS = 10_000;

interface Failures {
  count: number;
  lastMs: number;
}

/** Slows the guessing of one account's password, whatever addresses it comes from. */
export interface AccountThrottle {
  /** How long this account must still wait before the next attempt, ms; 0: it may try. */
  waitMs(account: string): number;
  failed(account: string): void;
  succeeded(account: string): void;
}

const waitAfter = (count: number) =>
  count < FREE_FAILURES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (count - FREE_FAILURES), LONGEST_WAIT_MS);

/**
 * Five attempts are free; from then on each failure doubles the wait, from 5 s to 5 min; 15 quiet minutes forget all.
 * Counts live in this process. Names that do not exist count too, so the answer tells nobody which ones do.
 */
export function accountThrottle(nowMs: () => number): AccountThrottle {
  const failures = new Map<string, Failures>();
  const recent = (account: string) => {
    const found = failures.get(account);
    return found && nowMs() - found.lastMs < FORGET_AFTER_MS ? found : null;
  };
  return {
    waitMs(account) {
      const found = recent(account);
      return found ? Math.max(0, found.lastMs + waitAfter(found.count) - nowMs()) : 0;
    },
    failed(account) {
      const count = (recent(account)?.count ?? 0) + 1;
      failures.delete(account);
      failures.set(account, { count, lastMs: nowMs() });
      const [oldest] = failures.keys();
      if (failures.size > MAX_ACCOUNTS && oldest !== undefined) failures.delete(oldest);
    },
    succeeded(account) {
      failures.delete(account);
    },
  };
}
