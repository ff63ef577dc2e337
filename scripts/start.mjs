/** Runs Tidewatch for real use: builds when needed, then hands over to the server and passes stop requests on to it. */
import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { ROOT, stopOnSignals } from './run-command.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

function runServer() {
  const server = spawn(process.execPath, ['--enable-source-maps', 'dist/server.mjs', ...process.argv.slice(2)], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: 'inherit',
  });
  // What the terminal sends (Ctrl+C, hang-up) reaches the server as well; twice would mean: end at once.
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (signal === 'SIGTERM' || !process.stdin.isTTY) server.kill(signal);
    });
  }
  server.once('error', (error) => {
    console.error(`start: ${error.message}`);
    process.exitCode = 1;
  });
  server.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
    for (const name of SIGNALS) process.removeAllListeners(name);
  });
}

stopOnSignals();
try {
  await build();
  runServer();
} catch (error) {
  console.error(`start: ${error.message}`);
  process.exitCode = 1;
}
