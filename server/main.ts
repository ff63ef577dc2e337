import { SECOND_MS } from '@/domain/clocks/instant';
import { prepareIntentModel } from '@/domain/reply/intent';
import { createBell } from './bell';
import { type Env, EnvError, originsOf, readEnv } from './env';
import { AppError, notFound } from './errors';
import { sendError } from './http/answer';
import { answerHealth } from './http/health';
import { type Listener, openListener } from './http/listener';
import { createLog, type Log } from './log';
import { issueFirstRunToken } from './setup/first-run-token';
import { type ShutdownStep, shutDown } from './shutdown';
import { openStore, type Store } from './store';
import { startWeb, type Web } from './web';
import { startWorkers } from './workers';

const READY_LIMIT_MS = 2 * SECOND_MS;
/** Of the whole time for a shutdown, what requests under way may use. */
const DRAIN_SHARE = 0.4;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Tells why requests should go elsewhere: a shutdown, or a database that does not answer in time. */
function readiness(store: Store) {
  let isStopping = false;
  const askDatabase = async () => {
    const limit = new Promise<string>((resolve) => setTimeout(resolve, READY_LIMIT_MS, 'database').unref());
    const asked = store.db.query('select 1').then(
      () => null,
      () => 'database',
    );
    return Promise.race([asked, limit]);
  };
  return {
    stop: () => {
      isStopping = true;
    },
    whyNotReady: async () => (isStopping ? 'stopping' : askDatabase()),
  };
}

/** A process without the web role answers its supervisor only. */
function answerHealthOnly(listener: Listener, env: Env, whyNotReady: () => Promise<string | null>): void {
  listener.answerWith(async (req, res) => {
    const [path = '/'] = (req.url ?? '/').split('?');
    try {
      if (!['/livez', '/readyz', '/metrics'].includes(path)) throw notFound('page');
      await answerHealth({ metricsToken: env.metricsToken, whyNotReady }, req, res, path);
    } catch (error) {
      await sendError(req, res, error instanceof AppError ? error : null);
    }
  });
}

async function greet(store: Store, web: Web, log: Log): Promise<void> {
  const token = await issueFirstRunToken(store.db);
  if (token !== null) say(`Nobody can sign in yet. Create the first admin: ${web.origin}/setup?token=${token}`);
  log.info({ origin: web.origin }, 'ready');
  say(`Tidewatch is ready: ${web.origin}`);
}

async function start(env: Env, log: Log): Promise<readonly ShutdownStep[]> {
  const listener = await openListener(env);
  const store = await openStore(env, log);
  // Training takes a quarter of a second: better now than while the first customer waits.
  prepareIntentModel();
  const ready = readiness(store);
  const bells = {
    feed: createBell(),
    outbox: createBell(),
    pipeline: createBell(),
    sync: createBell(),
    imports: createBell(),
    facts: createBell(),
  };
  const [origin] = originsOf(env, listener.port);
  const shared = {
    ...{ origin, isLoopbackAllowed: env.isLoopbackAllowed },
    ...{ keyring: store.keyring, wakeFeed: bells.feed.ring, wakeOutbox: bells.outbox.ring },
  };
  const workers = env.roles.includes('worker')
    ? startWorkers({ services: { db: store.workerDb, ...shared }, log, checkpoints: env, bells })
    : null;
  const web = env.roles.includes('web')
    ? await startWeb({
        env,
        log,
        store,
        services: { db: store.db, ...shared },
        listener,
        bells,
        whyNotReady: ready.whyNotReady,
      })
    : null;
  if (web) await greet(store, web, log);
  else answerHealthOnly(listener, env, ready.whyNotReady);
  return [
    { what: 'readiness', run: async () => ready.stop() },
    { what: 'requests under way', run: () => listener.drain(env.shutdownMs * DRAIN_SHARE) },
    { what: 'workers', run: async () => workers?.stop() },
    ...(web?.stopSteps ?? []),
    { what: 'connections', run: listener.close },
    { what: 'database', run: store.close },
  ];
}

function stopOnSignals(steps: readonly ShutdownStep[], env: Env, log: Log): void {
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    const isClean = await shutDown(steps, env.shutdownMs, log);
    process.exit(isClean ? 0 : 1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
}

try {
  const env = readEnv();
  const log = createLog(env.logLevel);
  process.on('uncaughtExceptionMonitor', (error) => log.fatal({ err: error }, 'the process ends'));
  stopOnSignals(await start(env, log), env, log);
} catch (error) {
  if (!(error instanceof EnvError)) createLog('fatal').fatal({ err: error }, 'the start failed');
  process.stderr.write(`Tidewatch could not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
