/** Finds a Chromium for the browser tests, and installs one when there is none. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { commandOf, runCommand, runNode } from './run-command.mjs';

const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const FIXED_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const APT = ['install', '-y', '--no-install-recommends', 'chromium-headless-shell'];
const INSTALL_LIMIT_MS = 180_000;

/** What starts a test browser the same way everywhere: no sandbox (containers run as root), no traffic of its own. */
export const BROWSER_FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
export const INSTALL_HINT = `No Chromium found. Set CHROMIUM_PATH, or run: npx playwright install --with-deps chromium (or: apt-get ${APT.join(' ')})`;

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of an installed Chromium, or null. CHROMIUM_PATH comes first; a wrong one is an error, not passed over. */
export function findBrowser() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (!isProgram(wanted)) throw new Error(`CHROMIUM_PATH=${wanted} is not a program that can be run`);
    return wanted;
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).concat('/usr/bin', '/usr/lib/chromium');
  const places = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...places, ...FIXED_PLACES, chromium.executablePath()].find(isProgram) ?? null;
}

const isDebianRoot = () =>
  process.getuid?.() === 0 &&
  existsSync('/etc/os-release') &&
  /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));

/** As findBrowser, but tries to install one first: Playwright's own, then the system's when we may. Null when neither works. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.log('browser: none found, installing one');
  const options = { isShown: true, limitMs: INSTALL_LIMIT_MS };
  await runNode(commandOf('@playwright/test', 'playwright'), ['install', 'chromium'], options);
  const installed = findBrowser();
  if (installed || !isDebianRoot()) return installed;
  const apt = { ...options, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await runCommand('apt-get', ['update'], apt);
  await runCommand('apt-get', APT, apt);
  return findBrowser();
}
