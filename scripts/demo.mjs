/** A shop under surge to look at: builds when needed, fills a database, starts the server and the simulator. */
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { startChild } from './demo/child.mjs';
import { demoText } from './demo/table.mjs';
import { ROOT, stopOnSignals } from './run-command.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const RATE = 30;
const SIM_ARGS = ['--rate', String(RATE), '--speed', '20', '--talk-rate', '3', '--minutes', '1440'];
const SIM_STOP_MS = 8_000;
const SERVER_STOP_MS = 20_000;
const SEED_STOP_MS = 5_000;
const SHOWN_ON_FAILURE = 20;

const dataDir = path.resolve(ROOT, process.env.DATA_DIR || '.data/demo');
const port = process.env.PORT || '3000';
/** Never the database of somebody's real installation. */
const { DATABASE_URL: _ignored, ...inherited } = process.env;
const env = {
  ...inherited,
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  DATA_DIR: dataDir,
  PORT: port,
  OUTBOUND_LOOPBACK: 'on',
  // The printed passwords have to be enough to look around.
  SECOND_FACTOR: process.env.SECOND_FACTOR || 'optional',
  LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  SHUTDOWN_MS: process.env.SHUTDOWN_MS || '10000',
};

/** Children in the order in which they are stopped. */
const running = [];
let isStopping = false;

async function stopAll(exitCode) {
  if (isStopping) return;
  isStopping = true;
  for (const { child, signal, limitMs } of running) await child.stop(signal, limitMs);
  process.exit(exitCode);
}

function listenForSignals() {
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (isStopping) {
        for (const { child } of running) child.kill();
        process.exit(1);
      }
      console.log('demo: 正在停止… stopping…');
      void stopAll(0);
    });
  }
}

/** Readies the data folder; answers {summary, logins, setupFile, followFile}. */
async function seed() {
  const lines = [];
  const child = startChild('dist/demo-seed.mjs', [], { env, onLine: (line) => lines.push(line) });
  running.push({ child, signal: 'SIGTERM', limitMs: SEED_STOP_MS });
  const code = await child.ended;
  running.pop();
  if (isStopping) return null;
  if (code !== 0) throw new Error(`the data could not be made\n${lines.slice(-SHOWN_ON_FAILURE).join('\n')}`);
  return JSON.parse(lines.at(-1));
}

/** Starts the server; answers its address once it is ready. */
async function startServer(logFile) {
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const last = [];
  let child;
  const origin = await new Promise((resolve) => {
    child = startChild('dist/server.mjs', [], {
      env,
      onLine: (line) => {
        log.write(`${line}\n`);
        last.push(line);
        if (last.length > SHOWN_ON_FAILURE) last.shift();
        const ready = /Tidewatch is ready: (\S+)/.exec(line);
        if (ready) resolve(ready[1]);
      },
    });
    running.push({ child, signal: 'SIGTERM', limitMs: SERVER_STOP_MS });
    child.ended.then(() => resolve(null));
  });
  child.ended.then((code) => {
    if (isStopping) return;
    console.error(`demo: the server ended (${code})\n${last.join('\n')}`);
    void stopAll(1);
  });
  return origin;
}

function startSimulator({ setupFile, followFile }) {
  const files = ['--setup', setupFile, '--follow', followFile];
  const target = ['--url', `http://127.0.0.1:${port}`, '--seed', String(Date.now() % 2_000_000_000)];
  const child = startChild('dist/sim.mjs', [...target, ...files, ...SIM_ARGS], {
    env,
    onLine: (line) => console.log(line),
  });
  running.unshift({ child, signal: 'SIGTERM', limitMs: SIM_STOP_MS });
}

async function demo() {
  await build();
  listenForSignals();
  console.log('demo: 准备数据(首次约半分钟)… readying the data (half a minute the first time)…');
  const seeded = await seed();
  if (seeded === null) return;
  const logFile = path.join(dataDir, 'demo-server.log');
  const origin = await startServer(logFile);
  if (origin === null || isStopping) return;
  console.log(demoText({ ...seeded, origin, rate: RATE, dataDir, logFile }));
  startSimulator(seeded);
}

stopOnSignals();
await demo().catch((error) => {
  console.error(`demo: ${error.message}`);
  void stopAll(1);
});
