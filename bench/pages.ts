import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createUser } from '@/server/people/create';
import { BROWSER_FLAGS, ensureBrowser } from '../scripts/browser.mjs';
import { type CleanUp, withCleanUp } from './clean-up';
import { closedLoad } from './intake/load';
import { benchOrder, newRun } from './intake/orders';
import { PASSWORD, type Product, signIn, startProduct } from './intake/product';
import type { BenchResult } from './main';

/** Fetched when this bench runs: a hundred packages that nothing else needs. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const PERFORMANCE_GOAL = 90;
const ACCESSIBILITY_GOAL = 100;
const ORDERS = 300;
const ROUNDS = 3;

interface Page {
  readonly name: string;
  readonly path: string;
  readonly cookie: string;
}
interface Scores {
  readonly performance: number;
  readonly accessibility: number;
}
interface Report {
  readonly finalDisplayedUrl: string;
  readonly categories: Readonly<Record<keyof Scores, { readonly score: number | null }>>;
}

const execute = promisify(execFile);

async function audit(origin: string, browser: string, { path, cookie }: Page): Promise<Scores> {
  const { stdout } = await execute(
    'npm',
    [
      ...['exec', '--yes', '--silent', `--package=${LIGHTHOUSE}`, '--', 'lighthouse', origin + path],
      ...['--preset=desktop', '--only-categories=performance,accessibility', '--quiet'],
      ...['--output=json', '--output-path=stdout', `--chrome-flags=--headless ${BROWSER_FLAGS.join(' ')}`],
      `--extra-headers=${JSON.stringify(cookie === '' ? {} : { Cookie: cookie })}`,
    ],
    { env: { ...process.env, CHROME_PATH: browser }, maxBuffer: 64 * 1024 * 1024 },
  );
  const report = JSON.parse(stdout) as Report;
  if (new URL(report.finalDisplayedUrl).pathname !== path)
    throw new Error(`${path} was not shown: the browser ended at ${report.finalDisplayedUrl}`);
  const score = (name: keyof Scores) => Math.round((report.categories[name].score ?? 0) * 100);
  return { performance: score('performance'), accessibility: score('accessibility') };
}

async function pagesOf({ target, db }: Product): Promise<readonly Page[]> {
  const ctx = { db, actor: { kind: 'system', job: 'bench' } as const };
  await createUser(ctx, { username: 'lead', name: 'lead', role: 'supervisor', groupId: 'bench', password: PASSWORD });
  const agent = await signIn(target.url.origin, 'bench0');
  const lead = await signIn(target.url.origin, 'lead');
  return [
    { name: 'sign-in', path: '/sign-in', cookie: '' },
    { name: 'desk', path: '/desk', cookie: agent },
    { name: 'orders', path: '/orders', cookie: agent },
    { name: 'board', path: '/board', cookie: lead },
  ];
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

async function measure(cleanUp: CleanUp): Promise<BenchResult> {
  const browser = await ensureBrowser();
  if (!browser) throw new Error('no Chromium was found');
  const product = await startProduct(1, cleanUp);
  const orderRun = newRun();
  await closedLoad(product.target, (index) => benchOrder(orderRun, index, Date.now()), 8, ORDERS);
  const found: Scores[] = [];
  for (const page of await pagesOf(product)) {
    const rounds: Scores[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await audit(product.target.url.origin, browser, page));
    const scores = {
      performance: median(rounds.map(({ performance }) => performance)),
      accessibility: Math.min(...rounds.map(({ accessibility }) => accessibility)),
    };
    console.log(`${page.name}: performance ${scores.performance}, accessibility ${scores.accessibility}`);
    found.push(scores);
  }
  const worst = Math.min(...found.map(({ performance }) => performance));
  const isAccessible = found.every(({ accessibility }) => accessibility >= ACCESSIBILITY_GOAL);
  return {
    bench: 'pages',
    value: worst,
    limit: PERFORMANCE_GOAL,
    ratio: Number((worst / PERFORMANCE_GOAL).toFixed(3)),
    pass: isAccessible && worst >= PERFORMANCE_GOAL,
  };
}

/**
 * Lighthouse (desktop) on the main pages of the built server with 300 orders in it: the worst page's median performance is
 * the value, and every page's accessibility must be 100.
 */
export const run = (): Promise<BenchResult> => withCleanUp(measure);
