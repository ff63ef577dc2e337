/** How many messages wait for the pipeline (counted up to a limit), and the oldest of them. */
export interface Backlog {
  readonly pending: number;
  readonly oldestId: string | null;
}

export interface GateLimits {
  /** More waiting messages than this close the gate. */
  readonly pendingMax: number;
  /** Longest that one request waits before it is told to come again. */
  readonly waitMaxMs: number;
  /** A backlog whose oldest message has not moved for this long has no pipeline to wait for: the gate stays open. */
  readonly standstillMs: number;
}

export const GATE_LIMITS: GateLimits = { pendingMax: 400, waitMaxMs: 1_000, standstillMs: 3_000 };
const LOOK_EVERY_MS = 20;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Holds requests back while the pipeline has more than it can take soon, so that a slow moment does not grow into a
 * backlog. Counts what is stored and asks for the true backlog only when that count says the limit is near, one question
 * at a time, so that a request costs no query of its own.
 */
export function createGate(measure: () => Promise<Backlog>, limits: GateLimits = GATE_LIMITS) {
  let estimate = 0;
  let oldestId: string | null = null;
  let oldestSinceMs = performance.now();
  let measuring: Promise<void> | null = null;

  const look = (): Promise<void> => {
    measuring ??= measure()
      .then((backlog) => {
        estimate = backlog.pending;
        if (backlog.oldestId !== oldestId) oldestSinceMs = performance.now();
        oldestId = backlog.oldestId;
      })
      .finally(() => {
        measuring = null;
      });
    return measuring;
  };
  const isOpen = () =>
    estimate <= limits.pendingMax || (oldestId !== null && performance.now() - oldestSinceMs > limits.standstillMs);

  return {
    /** Counts messages that were just stored. */
    add(messages: number): void {
      estimate += messages;
    },
    /** True once there is room; false when there was none for `waitMaxMs`. Rejects when the backlog cannot be read. */
    async pass(): Promise<boolean> {
      const giveUpAtMs = performance.now() + limits.waitMaxMs;
      while (estimate > limits.pendingMax) {
        await look();
        if (isOpen()) return true;
        if (performance.now() > giveUpAtMs) return false;
        await pause(LOOK_EVERY_MS);
      }
      return true;
    },
  };
}
