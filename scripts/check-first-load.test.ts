import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkFirstLoad, firstLoads, MAX_FIRST_LOAD_KB } from './check-first-load.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tidewatch-first-load-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A built page /desk whose own script cannot be compressed and has this many kB, beside a framework of 10 kB. */
function aBuild(pageKilobytes: number): void {
  const write = (file: string, content: string | Buffer) => {
    mkdirSync(path.dirname(path.join(root, '.next', file)), { recursive: true });
    writeFileSync(path.join(root, '.next', file), content);
  };
  write('build-manifest.json', JSON.stringify({ rootMainFiles: ['static/main.js'] }));
  write('static/main.js', randomBytes(10 * 1024));
  write('static/desk.js', randomBytes(pageKilobytes * 1024));
  const entryJSFiles = {
    '[project]/app/layout': ['static/main.js'],
    '[project]/app/error': ['static/never-loaded.js'],
    '[project]/app/desk/page': ['static/main.js', 'static/desk.js'],
  };
  write(
    'server/app/desk/page_client-reference-manifest.js',
    `globalThis.__RSC_MANIFEST = globalThis.__RSC_MANIFEST || {};
     globalThis.__RSC_MANIFEST["/desk/page"] = ${JSON.stringify({ entryJSFiles })}`,
  );
}

it('a page counts its own scripts and the framework once, and not those of its error page', () => {
  aBuild(20);
  expect(firstLoads(root)).toEqual([{ page: '/desk', kilobytes: 30 }]);
  expect(checkFirstLoad(root)).toEqual([]);
});

it('a page that has grown too heavy is named with its weight', () => {
  aBuild(MAX_FIRST_LOAD_KB);
  expect(checkFirstLoad(root)).toEqual([expect.stringMatching(/^\/desk loads 310 kB .* at most 300 kB$/)]);
});

it('nothing is said where no pages are built', () => {
  expect(checkFirstLoad(root)).toEqual([]);
});
