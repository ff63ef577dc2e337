import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** The file behind a command of an installed package, to be run by `process.execPath`: no shell, no npx, any platform. */
export function commandOf(packageName, command = packageName) {
  const folder = path.join(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Runs `node file ...args` in the project's folder to its end and answers `{code, output, isTimeout}`.
 * The output goes to the terminal as well when `isShown`. Past `limitMs` the process and its children are killed.
 */
export function runNode(file, args = [], { env = {}, isShown = false, limitMs = 600_000 } = {}) {
  return runCommand(process.execPath, [file, ...args], { env, isShown, limitMs });
}

/** As runNode, for any program. A program that cannot be started answers with code 127. */
export function runCommand(program, args, { env = {}, isShown = false, limitMs = 600_000 } = {}) {
  return new Promise((resolve) => {
    const isGroup = process.platform !== 'win32';
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isGroup,
    });
    const chunks = [];
    let isTimeout = false;
    const kill = () => {
      if (child.pid === undefined || child.exitCode !== null) return;
      if (isGroup) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    };
    const timer = setTimeout(() => {
      isTimeout = true;
      kill();
    }, limitMs);
    for (const [stream, terminal] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.on('data', (chunk) => {
        chunks.push(chunk);
        if (isShown) terminal.write(chunk);
      });
    }
    // A child in its own group does not hear Ctrl+C: pass our end on to it.
    process.once('exit', kill);
    const end = (code, note = '') => {
      clearTimeout(timer);
      process.off('exit', kill);
      resolve({ code, output: Buffer.concat(chunks).toString() + note, isTimeout });
    };
    child.once('error', (error) => end(127, String(error)));
    child.once('close', (code) => end(code ?? 1));
  });
}

/** Ends this process, and through it every running child, on Ctrl+C or a request to stop. */
export function stopOnSignals() {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
