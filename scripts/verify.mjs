/** Everything about the code that can be checked in seconds and without a database. Exits with 1 when a check fails. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkAuditWords } from './check-audit-words.mjs';
import { checkDocs } from './check-docs.mjs';
import { checkLayers } from './check-layers.mjs';
import { checkLock } from './check-lock.mjs';
import { checkMessages } from './check-messages.mjs';
import { checkSecrets } from './check-secrets.mjs';
import { checkSizes } from './check-sizes.mjs';
import { commandOf, ROOT, runNode, stopOnSignals } from './run-command.mjs';

const LANES = 2;
const LIMIT_MS = 120_000;
const OFFLINE = { NEXT_TELEMETRY_DISABLED: '1', NO_UPDATE_NOTIFIER: '1' };

/** A check answers with its complaints; none means passed. */
const command =
  (packageName, name, ...args) =>
  async () => {
    const { code, output, isTimeout } = await runNode(commandOf(packageName, name), args, {
      env: OFFLINE,
      limitMs: LIMIT_MS,
    });
    if (code === 0) return [];
    return [isTimeout ? `${name} took more than ${LIMIT_MS / 1000} s` : output.trim() || `${name} exited with ${code}`];
  };
const inSequence =
  (...checks) =>
  async () => {
    const complaints = [];
    for (const check of checks) complaints.push(...(await check()));
    return complaints;
  };

/** The slow ones come first, so that the two lanes end together. */
const CHECKS = [
  [
    'types',
    inSequence(command('next', 'next', 'typegen'), command('typescript', 'tsc', '--noEmit', '-p', 'tsconfig.json')),
  ],
  ['dead code', command('knip', 'knip', '--no-progress')],
  ['format and lint', command('@biomejs/biome', 'biome', 'ci', '--colors=off', '--max-diagnostics=20')],
  ['domain compiles alone', command('typescript', 'tsc', '--noEmit', '-p', 'domain/tsconfig.json')],
  ['layers', async () => checkLayers(ROOT)],
  ['no secrets', async () => checkSecrets(ROOT)],
  ['sizes', async () => checkSizes(ROOT)],
  ['messages', async () => [...checkMessages(ROOT), ...checkAuditWords(ROOT)]],
  ['docs name what exists', async () => checkDocs(ROOT)],
  ['lock and minimum versions', async () => checkLock(ROOT)],
];

async function runChecks() {
  const waiting = [...CHECKS];
  const results = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, check] = next;
      const begunAt = performance.now();
      const complaints = await check().catch((error) => [String(error?.stack ?? error)]);
      const seconds = ((performance.now() - begunAt) / 1000).toFixed(1).padStart(5);
      console.log(`${complaints.length === 0 ? '  ok  ' : ' FAIL '} ${seconds} s  ${name}`);
      for (const complaint of complaints) console.log(complaint.replace(/^/gm, '         '));
      results.push({ name, isPassed: complaints.length === 0 });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

stopOnSignals();
const results = await runChecks();
const failed = results.filter((result) => !result.isPassed).map((result) => result.name);
mkdirSync(path.join(ROOT, 'test-results'), { recursive: true });
writeFileSync(
  path.join(ROOT, 'test-results/verify.json'),
  JSON.stringify({ passed: results.length - failed.length, failed, skipped: [] }),
);
console.log(`verify: ${results.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
