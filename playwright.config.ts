import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from './scripts/browser.mjs';

const executablePath = findBrowser();

/** Specs that hold something against the clock: they run one after the other, with the machine to themselves. */
const TIMED = [
  ...['after-a-crash', 'agent-answers-a-customer', 'backup-and-restore', 'collision', 'deadlines', 'grants-and-audit'],
  ...['rights', 'sign-in', 'tiers', 'two-nodes'],
].map((name) => `**/${name}.spec.ts`);

/** Every spec starts its own server from dist/ (e2e/fixtures/server.ts): build first. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 1,
  projects: [
    { name: 'untimed', testMatch: '**/*.spec.ts', testIgnore: TIMED },
    { name: 'timed', testMatch: TIMED },
  ],
  forbidOnly: Boolean(process.env.CI),
  // Two browsers and two servers share a small machine there; what passes at the second try only is named at the end of the run.
  retries: process.env.CI ? 1 : 0,
  // Reading every element of a page for its accessibility takes long where two browsers share a processor.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    // A trace is costly: ask for one where a failure is looked into, with --trace on.
    trace: 'off',
    launchOptions: { ...(executablePath && { executablePath }), args: BROWSER_FLAGS },
  },
});
