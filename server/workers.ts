import { classifyIntent } from '@/domain/reply/intent';
import type { CheckpointPlace } from './audit/checkpoint';
import type { Bell } from './bell';
import type { Services } from './context';
import { wecomClients } from './conversations/accounts';
import { conversationHandlers, sendGivenUp } from './conversations/deliver';
import { startSyncWorker } from './conversations/sync-worker';
import { connectionsOf } from './fetching/connections';
import { startFetching } from './fetching/worker';
import { JOBS } from './jobs/jobs';
import type { Loop } from './jobs/loop';
import { startScheduler } from './jobs/scheduler';
import { outboundBytes, outboundJson } from './links/outbound';
import type { Log } from './log';
import { channelHandlers, postGivenUp } from './notice-channels/deliver';
import { noticeHandlers } from './notices/deliver';
import { createOutboxWorker, type EffectHandler } from './outbox/worker';
import { createShopDirectory } from './pipeline/shop-directory';
import { startPipeline } from './pipeline/worker';
import { createRuleSetCache } from './rules/active';

export interface WorkerParts {
  /** With the pool for background work. */
  readonly services: Services;
  readonly log: Log;
  readonly checkpoints: CheckpointPlace;
  readonly bells: { readonly pipeline: Bell; readonly outbox: Bell; readonly sync: Bell };
}

export interface Workers {
  /** Each finishes what it has in hand and takes no more. */
  stop(): Promise<void>;
}

const OUTBOUND_LIMITS = { timeoutMs: 10_000, maxBytes: 5_000_000 };

/** Asks the platforms that only name orders for the orders themselves. */
function fetchOrders({ services: { db, keyring }, log }: WorkerParts, wakePipeline: () => void): Loop {
  return startFetching({
    db,
    keyring,
    connections: connectionsOf(createShopDirectory(db, keyring), outboundBytes(OUTBOUND_LIMITS), Date.now),
    wakePipeline,
    onProblem: (shopId, error) => log.warn({ err: error, shopId }, 'orders could not be asked for; it is tried again'),
    random: Math.random,
  });
}

/** Starts everything that works without being asked: the pipeline, effects that leave the house, pulls, schedules. */
export function startWorkers(parts: WorkerParts): Workers {
  const { services, log, checkpoints, bells } = parts;
  const { db, keyring, wakeFeed } = services;
  const clientFor = wecomClients(outboundJson(OUTBOUND_LIMITS), keyring, Date.now);
  const pipeline = startPipeline({
    db,
    keyring,
    rules: createRuleSetCache(),
    log,
    onCommitted: () => {
      wakeFeed();
      bells.outbox.ring();
      fetching.wake();
    },
  });
  const fetching = fetchOrders(parts, pipeline.wake);
  const handlers: Readonly<Record<string, EffectHandler>> = {
    ...conversationHandlers({ db, keyring, clientFor }),
    ...noticeHandlers,
    ...channelHandlers(services),
  };
  const outbox = createOutboxWorker({
    db,
    handlers,
    onError: (error) => log.error({ err: error }, 'the outbox failed; it goes on'),
    onFailed: async (tx, effect, reason) => {
      await sendGivenUp(tx, effect, reason);
      await postGivenUp(tx, effect, reason);
    },
  });
  const sync = startSyncWorker({
    ...services,
    clientFor,
    classify: classifyIntent,
    onSyncProblem: (openKfId, error) => log.warn({ err: error, openKfId }, 'a pull of messages failed'),
  });
  const scheduler = startScheduler({ db, jobs: JOBS, log, checkpoints, wakeFeed });
  bells.pipeline.connect(pipeline.wake);
  bells.outbox.connect(outbox.wake);
  bells.sync.connect(sync.wake);
  return {
    stop: async () => {
      await Promise.all([pipeline.stop(), fetching.stop(), sync.stop(), scheduler.stop()]);
      await outbox.stop();
    },
  };
}
