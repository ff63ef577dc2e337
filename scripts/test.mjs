/** Runs every check and every test there is. The last line counts them all; the exit code is 0 only when none failed. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser, INSTALL_HINT } from './browser.mjs';
import { countPlaywright, countVitest, judgeRunner } from './count-results.mjs';
import { commandOf, ROOT, runNode, stopOnSignals } from './run-command.mjs';

const isStrict = Boolean(process.env.CI) && process.env.CI !== 'false';
const DEADLINE_MS = performance.now() + 19 * 60_000;
const limited = (limitMs) => Math.max(1_000, Math.min(limitMs, DEADLINE_MS - performance.now()));
const reportFile = (name) => path.join(ROOT, `test-results/${name}.json`);

/** Runs one program and reads the report it leaves; no report counts as a failure of the whole. */
async function runReported(name, limitMs, count, program, args, env = {}) {
  rmSync(reportFile(name), { force: true });
  const end = await runNode(program, args, { env, isShown: true, limitMs: limited(limitMs) });
  const hasReport = existsSync(reportFile(name));
  const counts = hasReport
    ? count(JSON.parse(readFileSync(reportFile(name), 'utf8')))
    : { passed: 0, failed: [], skipped: [] };
  const code = hasReport ? end.code : end.code || 1;
  return judgeRunner(counts, { code, isTimeout: end.isTimeout, isStrict });
}

const vitest =
  (name, ...projects) =>
  () =>
    runReported(name, 420_000, countVitest, commandOf('vitest'), [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(name)}`],
    ]);

/** The report of verify has the shape of counts already. */
const asCounted = (report) => report;
const verify = () => runReported('verify', 180_000, asCounted, path.join(ROOT, 'scripts/verify.mjs'), []);

async function build() {
  const program = path.join(ROOT, 'scripts/build.mjs');
  const { code, isTimeout } = await runNode(program, [], { isShown: true, limitMs: limited(360_000) });
  return judgeRunner({ passed: code === 0 ? 1 : 0, failed: [], skipped: [] }, { code, isTimeout });
}

const browserTests = (project, workers) => async (earlier) => {
  if (earlier.get('build').failures.length > 0)
    return { passed: 0, failures: ['not run: the build failed'], skipped: 0 };
  const browser = await ensureBrowser();
  if (!browser) {
    console.log(INSTALL_HINT);
    return judgeRunner({ passed: 0, failed: [], skipped: [`browser tests: ${INSTALL_HINT}`] }, { code: 0, isStrict });
  }
  const name = `e2e-${project}`;
  const env = { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile(name) };
  const output = path.join(ROOT, 'test-results', name);
  const args = ['test', `--project=${project}`, `--workers=${workers}`, `--output=${output}`, '--reporter=list,json'];
  return runReported(name, 660_000, countPlaywright, commandOf('@playwright/test', 'playwright'), args, env);
};

const RUNNERS = [
  ['verify', verify],
  ['unit', vitest('unit', 'domain', 'unit')],
  ['db', vitest('db', 'db')],
  ['build', build],
  ['e2e untimed', browserTests('untimed', 2)],
  ['e2e timed', browserTests('timed', 1)],
];

stopOnSignals();
mkdirSync(path.join(ROOT, 'test-results'), { recursive: true });
const results = new Map();
const lines = [];
for (const [name, run] of RUNNERS) {
  console.log(`\n--- ${name}`);
  const begunAt = performance.now();
  const result = await run(results).catch((error) => ({ passed: 0, failures: [String(error)], skipped: 0 }));
  results.set(name, result);
  const seconds = ((performance.now() - begunAt) / 1000).toFixed(1).padStart(6);
  lines.push(
    `${seconds} s  ${name}: ${result.passed} passed, ${result.failures.length} failed, ${result.skipped} skipped`,
  );
}

const total = (pick) => [...results.values()].reduce((sum, result) => sum + pick(result), 0);
const failed = total((result) => result.failures.length);
const skipped = total((result) => result.skipped);
console.log('\n--- all');
for (const line of lines) console.log(line);
for (const [name, { again = [] }] of results) for (const one of again) console.log(`TRIED AGAIN ${name}: ${one}`);
for (const [name, { failures }] of results) for (const failure of failures) console.log(`FAILED ${name}: ${failure}`);
console.log(`${total((result) => result.passed)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
