/** Builds the pages (.next) and the server (dist/). Does nothing when neither the sources nor the packages have changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { checkFirstLoad } from './check-first-load.mjs';
import { commandOf, ROOT, runNode, stopOnSignals } from './run-command.mjs';
import { isTest, sourceFiles } from './source-files.mjs';

const inRoot = (file) => path.join(ROOT, file);
const BUILD_INPUT = /^(app|ui|domain|db|server|messages|public|sim)\/|^scripts\/(build\.mjs|(demo\/)?[\w-]+\.ts)$/;
const BUILD_INPUT_FILES = new Set([
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'next.config.mjs', 'postcss.config.mjs'],
  ...['instrumentation.ts', 'instrumentation-client.ts', 'proxy.ts'],
]);
const HASH_FILE = inRoot('dist/.build-hash');
const NEXT_LIMIT_MS = 300_000;

/** What dist/ holds: its name there -> the source that starts it. */
const PROGRAMS = {
  server: 'server/main.ts',
  'import-orders': 'scripts/import-orders.ts',
  'demo-seed': 'scripts/demo-seed.ts',
  sim: 'sim/main.ts',
};

/** One hash over everything a build reads. */
export function hashInputs() {
  const hash = createHash('sha256').update(process.version);
  const inputs = sourceFiles(ROOT).filter(
    (file) => (BUILD_INPUT.test(file) || BUILD_INPUT_FILES.has(file)) && !isTest(file),
  );
  for (const file of inputs) hash.update(`\0${file}\0`).update(readFileSync(inRoot(file)));
  return hash.digest('hex');
}

/** True when the last build was made from the very sources that lie here now. */
export function isBuilt(hash = hashInputs()) {
  const outputs = [HASH_FILE, inRoot('dist/server.mjs'), inRoot('.next/BUILD_ID')];
  return outputs.every((file) => existsSync(file)) && readFileSync(HASH_FILE, 'utf8') === hash;
}

async function buildPages() {
  const { code, isTimeout } = await runNode(commandOf('next'), ['build'], {
    env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    isShown: true,
    limitMs: NEXT_LIMIT_MS,
  });
  if (code !== 0) throw new Error(`next build ${isTimeout ? `took more than ${NEXT_LIMIT_MS / 1000} s` : 'failed'}`);
}

/** Next makes this one at build time whatever we do: the page of last resort, which has to work without scripts. */
const ALWAYS_PRERENDERED = '/_global-error';

/** A page made at build time carries no nonce, so the browser would refuse its scripts: every page must be made per request. */
function assertNothingPrerendered() {
  const { routes } = JSON.parse(readFileSync(inRoot('.next/prerender-manifest.json'), 'utf8'));
  const pages = Object.keys(routes).filter((route) => route !== ALWAYS_PRERENDERED);
  if (pages.length > 0) {
    throw new Error(
      `prerendered: ${pages.join(', ')}. Under the content security policy such a page never comes alive.`,
    );
  }
}

async function buildServer() {
  const programs = Object.entries(PROGRAMS).filter(([, source]) => existsSync(inRoot(source)));
  await bundle({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(programs),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { '@': ROOT },
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** Builds unless everything is built already; `isForced` builds in any case. Throws with the reason when it cannot. */
export async function build({ isForced = false } = {}) {
  const hash = hashInputs();
  if (!isForced && isBuilt(hash)) return console.log('build: up to date');
  const begunAt = performance.now();
  mkdirSync(inRoot('dist'), { recursive: true });
  rmSync(HASH_FILE, { force: true });
  await Promise.all([buildPages(), buildServer()]);
  assertNothingPrerendered();
  const heavy = checkFirstLoad(ROOT);
  if (heavy.length > 0) throw new Error(heavy.join('\n'));
  writeFileSync(HASH_FILE, hash);
  console.log(`build: done in ${((performance.now() - begunAt) / 1000).toFixed(1)} s`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  stopOnSignals();
  await build({ isForced: process.argv.includes('--force') }).catch((error) => {
    console.error(`build: ${error.message}`);
    process.exitCode = 1;
  });
}
