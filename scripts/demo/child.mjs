import { spawn } from 'node:child_process';
import { ROOT } from '../run-command.mjs';

/**
 * Starts `node file ...args` in a process group of its own, so that Ctrl+C reaches us alone and we stop things in their
 * order; should we be killed ourselves, the child notices and stops. `onLine(line)` hears its output.
 */
export function startChild(file, args, { env, onLine }) {
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--import', './scripts/demo/end-with-parent.mjs', file, ...args],
    { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
  );
  child.stdin.on('error', () => {});
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
    stream.on('end', () => rest && onLine(rest));
  }
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      onLine(String(error));
      resolve(127);
    });
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  return {
    ended,
    /** Asks it to stop and waits; past `limitMs` it is killed. Resolves to its exit code. */
    async stop(signal, limitMs) {
      if (isOver) return ended;
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
    kill: () => isOver || child.kill('SIGKILL'),
  };
}
