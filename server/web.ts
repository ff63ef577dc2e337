import { createAuth } from './auth/auth';
import { authSecret } from './auth/secret';
import { whoIs } from './auth/who-is';
import type { Bell } from './bell';
import type { Services } from './context';
import { type DiskSpace, watchDiskSpace } from './disk-space';
import { type Env, originsOf } from './env';
import { hookRoutes } from './hooks';
import { createRequestHandler } from './http/handler';
import type { Listener } from './http/listener';
import { preparePages } from './http/next-pages';
import { requestHeaders } from './http/request-headers';
import { createFeedReader } from './live/feed';
import { openGateway } from './live/gateway';
import type { Log } from './log';
import { gaugeFrom } from './metrics';
import { createInbox } from './pipeline/inbox';
import type { ShutdownStep } from './shutdown';
import type { Store } from './store';

export interface WebStart {
  readonly env: Env;
  readonly log: Log;
  readonly store: Store;
  readonly services: Services;
  readonly listener: Listener;
  readonly bells: {
    readonly feed: Bell;
    readonly pipeline: Bell;
    readonly sync: Bell;
    readonly imports: Bell;
    readonly facts: Bell;
  };
  readonly whyNotReady: () => Promise<string | null>;
}

export interface Web {
  /** The address browsers use. */
  readonly origin: string;
  readonly stopSteps: readonly ShutdownStep[];
}

async function openSignIn({ env, log, store, services, listener }: WebStart) {
  const origins = originsOf(env, listener.port);
  const secret = await authSecret(env);
  const auth = createAuth({
    pool: store.signInPool,
    services,
    origins,
    secret,
    secondFactor: env.secondFactor,
    log,
  });
  return { origins, auth, who: (headers: Headers) => whoIs(auth, services.db, headers) };
}

/** Opens the live door and tails the change feed into it. */
function openLive(start: WebStart, origins: readonly string[], who: (headers: Headers) => ReturnType<typeof whoIs>) {
  const { log, services, listener, bells } = start;
  const feed = createFeedReader({
    db: services.db,
    onEvents: (events) => gateway.deliver(events),
    onError: (error) => log.error({ err: error }, 'the change feed could not be read'),
    onHeldBack: (holder) => log.warn({ holder }, 'a long transaction holds the change feed back'),
    onReset: () => gateway.startOver(),
  });
  const gateway = openGateway({
    http: listener.server,
    db: services.db,
    origins,
    log,
    whoIs: who,
    headersOf: requestHeaders,
    feedPosition: () => ({ cursor: feed.cursor(), lagMs: feed.lagMs() }),
    wakeFeed: services.wakeFeed,
  });
  bells.feed.connect(feed.wake);
  gaugeFrom('tidewatch_sockets', 'Open live sockets of this process.', gateway.socketCount);
  gaugeFrom('tidewatch_feed_lag_ms', 'How far behind the change feed may be.', feed.lagMs);
  return { feed, gateway };
}

/** The disk of the embedded database; a database of its own has a keeper of its own. */
const diskOf = ({ env, log }: WebStart): DiskSpace =>
  env.databaseUrl === null
    ? watchDiskSpace(env.dataDir, env.diskReserveMb * 1024 * 1024, log)
    : { hasRoom: () => true, stop: () => {} };

/** Starts what browsers and other systems talk to; from then on the listener answers. */
export async function startWeb(start: WebStart): Promise<Web> {
  const { env, log, services, listener, bells } = start;
  const { origins, auth, who } = await openSignIn(start);
  const pages = await preparePages({ isDev: !env.isProduction, host: env.host, port: listener.port });
  const disk = diskOf(start);
  const inbox = createInbox({ ...services, onStored: bells.pipeline.ring, hasRoom: disk.hasRoom, log });
  const handler = createRequestHandler({
    services,
    origin: origins[0],
    origins,
    isDev: !env.isProduction,
    log,
    routes: hookRoutes({
      ...{ services, inbox, log, hasRoom: disk.hasRoom },
      ...{ wakeSync: bells.sync.ring, wakeImports: bells.imports.ring, wakeFacts: bells.facts.ring },
    }),
    metricsToken: env.metricsToken,
    whoIs: who,
    headersOf: requestHeaders,
    answerAuth: auth.handler,
    renderPage: pages.render,
    whyNotReady: start.whyNotReady,
  });
  listener.answerWith(handler);
  listener.upgradeWith(pages.upgrade);
  const { feed, gateway } = openLive(start, origins, who);
  return {
    origin: origins[0],
    stopSteps: [
      { what: 'live sockets', run: gateway.stop },
      { what: 'change feed', run: feed.stop },
      { what: 'pages', run: pages.close },
      { what: 'disk watch', run: async () => disk.stop() },
    ],
  };
}
