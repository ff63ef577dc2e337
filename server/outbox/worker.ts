import type { Database, Sql } from '@/db/client';
import { startLoop } from '@/server/jobs/loop';
import { type LeasedEffect, lease, postpone, settleDone, settleFailed } from './outbox';

/** Thrown by a handler when trying again cannot help (refused for good, the target is gone). */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

export interface EffectMeta {
  readonly id: string;
  readonly idempotencyKey: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborts before the lease ends: what is not done by then must stop, another worker will take over. */
  readonly signal: AbortSignal;
}

/** What has to be stored in the transaction that marks the row done. */
type AlsoStore = (tx: Sql) => Promise<void>;

/** Does the effect; may return what to store with the done mark. */
export type EffectHandler = (
  payload: Readonly<Record<string, unknown>>,
  meta: EffectMeta,
) => Promise<AlsoStore | undefined> | Promise<void>;

/** After so many tries an effect has failed, unless the worker is told otherwise. */
export const MAX_ATTEMPTS = 12;

export interface OutboxWorkerOptions {
  readonly db: Database;
  readonly handlers: Readonly<Record<string, EffectHandler>>;
  readonly onError: (error: unknown) => void;
  /** In the transaction that marks an effect failed for good: store what people must see of it. */
  readonly onFailed?: (tx: Sql, effect: LeasedEffect, reason: string) => Promise<void>;
  readonly leaseMs?: number;
  readonly pollMs?: number;
  readonly maxAttempts?: number;
  readonly concurrency?: number;
  /** The wait before try n + 1, by the number of tries so far. */
  readonly backoffMs?: (attempts: number) => number;
}

export interface OutboxWorker {
  wake(): void;
  /** Takes no further row and resolves when those in hand are settled. */
  stop(): Promise<void>;
}

/** 1 s, 2 s, 4 s … up to 5 min, each between half and the whole, so that failures do not return in step. */
const jittered = (attempts: number) => Math.min(300_000, 1_000 * 2 ** (attempts - 1)) * (0.5 + Math.random() / 2);

/**
 * Does due effects, each until it succeeds, `maxAttempts` are used up or its handler throws PermanentError. At least once:
 * a worker that dies in the middle is followed by another after `leaseMs`, so handlers pass the idempotency key on.
 */
export function createOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { db, handlers, leaseMs = 45_000, concurrency = 8 } = options;
  const kinds = Object.keys(handlers);
  const inHand = new Set<Promise<void>>();
  let mayBeMore = false;

  const loop = startLoop({
    everyMs: options.pollMs ?? 500,
    onError: options.onError,
    step: async () => {
      const free = concurrency - inHand.size;
      if (free === 0) return false;
      const effects = await lease(db, kinds, free, leaseMs);
      mayBeMore = effects.length === free;
      for (const effect of effects) {
        const work = settle(effect)
          .catch(options.onError)
          .finally(() => {
            inHand.delete(work);
            if (mayBeMore) loop.wake();
          });
        inHand.add(work);
      }
      return false;
    },
  });

  async function settle(effect: LeasedEffect): Promise<void> {
    const maxAttempts = options.maxAttempts ?? MAX_ATTEMPTS;
    if (effect.attempts > maxAttempts) return fail(effect, 'every try ended without an answer');
    let alsoStore: AlsoStore | undefined;
    try {
      alsoStore = await runHandler(effect);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof PermanentError || effect.attempts >= maxAttempts) return fail(effect, reason);
      return postpone(db, effect, reason, (options.backoffMs ?? jittered)(effect.attempts));
    }
    // The effect is out: when this fails the lease runs out and the handler repeats it with the same key.
    await settleDone(db, effect, alsoStore);
  }

  async function runHandler(effect: LeasedEffect): Promise<AlsoStore | undefined> {
    const handle = handlers[effect.kind];
    if (!handle) throw new Error(`no handler for ${effect.kind}`);
    const { id, idempotencyKey, attempts, payload } = effect;
    const stored = await handle(payload, {
      id,
      idempotencyKey,
      attempt: attempts,
      signal: AbortSignal.timeout(leaseMs * 0.8),
    });
    return typeof stored === 'function' ? stored : undefined;
  }

  async function fail(effect: LeasedEffect, reason: string): Promise<void> {
    await settleFailed(db, effect, reason, (tx) => options.onFailed?.(tx, effect, reason) ?? Promise.resolve());
  }

  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await Promise.all(inHand);
    },
  };
}
