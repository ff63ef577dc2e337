import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

/** Scripts that a page of the console may load before it comes alive, compressed. */
export const MAX_FIRST_LOAD_KB = 300;

const MANIFEST = 'page_client-reference-manifest.js';

/** The scripts of one page: those of the page and of the layouts around it. */
function scriptsOf(manifestFile) {
  const context = { __RSC_MANIFEST: {} };
  runInNewContext(readFileSync(manifestFile, 'utf8'), { globalThis: context });
  const [manifest] = Object.values(context.__RSC_MANIFEST);
  const entries = Object.entries(manifest.entryJSFiles).filter(([entry]) => /\/(page|layout)$/.test(entry));
  return entries.flatMap(([, files]) => files);
}

/** Every built page with the compressed size of the scripts it loads first, in kB. */
export function firstLoads(root) {
  const next = path.join(root, '.next');
  const { rootMainFiles } = JSON.parse(readFileSync(path.join(next, 'build-manifest.json'), 'utf8'));
  const sizes = new Map();
  const sizeOf = (file) => {
    if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(path.join(next, file))).length);
    return sizes.get(file);
  };
  const pages = path.join(next, 'server/app');
  return readdirSync(pages, { recursive: true })
    .filter((file) => path.basename(file) === MANIFEST)
    .map((file) => {
      const files = new Set([...rootMainFiles, ...scriptsOf(path.join(pages, file))]);
      const bytes = [...files].reduce((sum, script) => sum + sizeOf(script), 0);
      return { page: `/${path.dirname(file).split(path.sep).join('/')}`, kilobytes: Math.round(bytes / 1024) };
    });
}

/** Pages that load more than they may before they come alive; nothing to say where no pages are built. */
export function checkFirstLoad(root) {
  if (!existsSync(path.join(root, '.next/build-manifest.json'))) return [];
  return firstLoads(root)
    .filter(({ kilobytes }) => kilobytes > MAX_FIRST_LOAD_KB)
    .map(({ page, kilobytes }) => `${page} loads ${kilobytes} kB of scripts first, at most ${MAX_FIRST_LOAD_KB} kB`);
}
