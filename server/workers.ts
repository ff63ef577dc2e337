import { classifyIntent } from '@/domain/reply/intent';
import type { CheckpointPlace } from './audit/checkpoint';
import type { Bell } from './bell';
import type { Services } from './context';
import { wecomClients } from './conversations/accounts';
import { conversationHandlers, sendGivenUp } from './conversations/deliver';
import { startSyncWorker } from './conversations/sync-worker';
import { startFactReader } from './facts/worker';
import { connectionsOf } from './fetching/connections';
import { startFetching } from './fetching/worker';
import { startImports } from './imports/work';
import { JOBS } from './jobs/jobs';
import type { Loop } from './jobs/loop';
import { startScheduler } from './jobs/scheduler';
import { outboundBytes, outboundJson } from './links/outbound';
import { openSocket } from './links/outbound-socket';
import type { Log } from './log';
import { channelHandlers, postGivenUp } from './notice-channels/deliver';
import { noticeHandlers } from './notices/deliver';
import { createOutboxWorker, type EffectHandler } from './outbox/worker';
import { parcelGivenUp, parcelHandlers } from './parcels/deliver';
import { createDoorLog } from './pipeline/door-log';
import { gatherArrivals } from './pipeline/gather';
import { storeArrivals } from './pipeline/inbox-store';
import { createShopDirectory } from './pipeline/shop-directory';
import { startPipeline } from './pipeline/worker';
import { createRuleSetCache } from './rules/active';
import { streamsOf } from './streams/streams-of';
import { startStreams } from './streams/worker';
import { warehouseGivenUp, warehouseHandlers } from './warehouse/deliver';

export interface WorkerParts {
  /** With the pool for background work. */
  readonly services: Services;
  readonly log: Log;
  readonly checkpoints: CheckpointPlace;
  readonly bells: {
    readonly pipeline: Bell;
    readonly outbox: Bell;
    readonly sync: Bell;
    readonly imports: Bell;
    readonly facts: Bell;
  };
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

/** Holds the connections over which platforms tell of orders. */
function holdStreams({ services: { db, keyring }, log }: WorkerParts, wakePipeline: () => void): Loop {
  const shops = createShopDirectory(db, keyring);
  return startStreams({
    ...{ db, keyring, wakePipeline, open: openSocket, clock: Date.now, random: Math.random },
    targets: async () => streamsOf(await shops.all()),
    storeSoon: gatherArrivals((arrivals) => storeArrivals({ db, keyring }, arrivals)),
    doors: createDoorLog(db, (err) => log.error({ err }, 'what came over a connection could not be noted')),
    onProblem: (shopId, err) => log.warn({ err, shopId }, 'a connection to a platform ended; it is opened again'),
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
  const streams = holdStreams(parts, pipeline.wake);
  const facts = startFactReader({
    ...{ db, keyring, log, rules: createRuleSetCache() },
    onCommitted: () => {
      wakeFeed();
      bells.outbox.ring();
    },
  });
  const handlers: Readonly<Record<string, EffectHandler>> = {
    ...conversationHandlers({ db, keyring, clientFor }),
    ...noticeHandlers,
    ...channelHandlers(services),
    ...warehouseHandlers(services),
    ...parcelHandlers(services),
  };
  const outbox = createOutboxWorker({
    db,
    handlers,
    onError: (error) => log.error({ err: error }, 'the outbox failed; it goes on'),
    onFailed: async (tx, effect, reason) => {
      await sendGivenUp(tx, effect, reason);
      await postGivenUp(tx, effect, reason);
      await warehouseGivenUp(tx, effect, reason);
      await parcelGivenUp(tx, effect, reason);
    },
  });
  const sync = startSyncWorker({
    ...services,
    clientFor,
    classify: classifyIntent,
    onSyncProblem: (openKfId, error) => log.warn({ err: error, openKfId }, 'a pull of messages failed'),
  });
  const imports = startImports({ db, keyring, log, onStored: pipeline.wake });
  const scheduler = startScheduler({ db, keyring, jobs: JOBS, log, checkpoints, wakeFeed });
  bells.pipeline.connect(pipeline.wake);
  bells.outbox.connect(outbox.wake);
  bells.sync.connect(sync.wake);
  bells.facts.connect(facts.wake);
  bells.imports.connect(imports.wake);
  return {
    stop: async () => {
      await Promise.all([
        pipeline.stop(),
        facts.stop(),
        fetching.stop(),
        streams.stop(),
        sync.stop(),
        imports.stop(),
        scheduler.stop(),
      ]);
      await outbox.stop();
    },
  };
}
