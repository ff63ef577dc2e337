import type { Logger } from 'pino';
import type { SealedDb } from '@/server/privacy/sealed-db';
import type { RuleSetCache } from '@/server/rules/active';
import { isWorthRetrying, runBatch } from './pipeline';

/** Rows stored by other nodes are found by looking this often. */
const POLL_MS = 250;
const RETRY_MS = 200;

export interface PipelineWorker {
  /** A message was just stored on this node. */
  wake(): void;
  /** Finishes the batch at hand and stops. */
  stop(): Promise<void>;
  /** Resolves when the next batch has ended (used by acknowledgements that wait for room). */
  afterBatch(): Promise<void>;
}

interface WorkerParts extends SealedDb {
  readonly rules: RuleSetCache;
  readonly log: Pick<Logger, 'error' | 'warn'>;
  /** Called after each commit: wakes the feed reader and the outbox. */
  readonly onCommitted: (messages: number) => void;
}

class Bell {
  private ring: (() => void) | null = null;
  private isRung = false;

  strike(): void {
    this.isRung = true;
    this.ring?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.isRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.ring = null;
    this.isRung = false;
  }
}

/** Runs the pipeline until stopped: batch after batch while messages wait, then asleep until woken. */
export function startPipeline({ db, keyring, rules, log, onCommitted }: WorkerParts): PipelineWorker {
  const bell = new Bell();
  let waiting: (() => void)[] = [];
  let isStopping = false;
  const settle = () => {
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  };
  const step = async (): Promise<void> => {
    try {
      const taken = await runBatch({ db, keyring }, rules);
      if (taken > 0) onCommitted(taken);
      settle();
      if (taken === 0) await bell.wait(POLL_MS);
    } catch (error) {
      if (isWorthRetrying(error)) log.warn({ err: error }, 'pipeline batch will be retried');
      else log.error({ err: error }, 'pipeline batch failed; it will be retried');
      settle();
      await bell.wait(RETRY_MS);
    }
  };
  const loop = (async () => {
    while (!isStopping) await step();
  })();
  return {
    wake: () => bell.strike(),
    afterBatch: () => new Promise((resolve) => waiting.push(resolve)),
    stop: async () => {
      isStopping = true;
      bell.strike();
      await loop;
      settle();
    },
  };
}
