import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { demoFor } from './fixtures/demo';
import { choose, type Theme } from './fixtures/looks';
import { contextOf, pageOf } from './fixtures/pages';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** SCREENS=docs makes the pictures of the README anew; otherwise they lie with the other results. */
const FOLDER = path.join(ROOT, process.env.SCREENS ?? 'test-results/screens');
const demo = demoFor('screens');

test.beforeAll(() => void mkdirSync(FOLDER, { recursive: true }));

/** Everything the page complains about from now on. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}

/** Fails when the page as a whole scrolls, to the side or down. */
async function expectOneScreen(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return { right: scrollWidth - clientWidth, below: scrollHeight - clientHeight };
  });
  expect(overflow).toEqual({ right: 0, below: 0 });
}

for (const [theme, file] of [
  ['light', 'desk.png'],
  ['dark', 'desk-dark.png'],
] as const satisfies readonly (readonly [Theme, string])[]) {
  test(`the demo's desk shows a customer who asks, on one screen of 1440 × 900 (${theme})`, async ({ browser }) => {
    const api = await demo().signIn('agent');
    const context = await contextOf(browser, api, { viewport: { width: 1440, height: 900 } });
    await choose(context, api.origin, { locale: 'zh-CN', theme });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto(`${api.origin}/desk`);
    const asking = page.getByRole('option').filter({ hasText: '客户：' }).first();
    await asking.click();
    await expect(page.getByRole('heading', { name: demo().orderNo })).toBeVisible();
    await expect(page.getByRole('list', { name: '六个阶段' })).toBeVisible();
    await expect(page.getByRole('log').getByRole('listitem').first()).toBeVisible();
    await page.keyboard.press('q');
    await expect(page.getByRole('textbox', { name: '回复' })).not.toBeEmpty();
    await page.keyboard.press('1');
    await expect(page.getByText('草稿已保存')).toBeVisible();
    await expect(page.getByText(/^实时/)).toBeVisible();
    await page.screenshot({ path: path.join(FOLDER, file) });
    await expectOneScreen(page);
    expect(complaints).toEqual([]);
  });
}

test("the demo's board shows the day on one screen of 1920 × 1080", async ({ browser }) => {
  const api = await demo().signIn('manager');
  const context = await contextOf(browser, api, { viewport: { width: 1920, height: 1080 } });
  await choose(context, api.origin, { locale: 'zh-CN', theme: 'light' });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await pageOf(browser, { api: await demo().signIn('agent') }, '/desk');
  await page.goto(`${api.origin}/board`);
  await expect(page.locator('[data-tile=overdue] a').first()).toHaveText(/^[1-9]/);
  await expect(page.getByRole('row', { name: /林小满 接单/ })).toBeVisible();
  await expect(page.getByText(/^实时/)).toBeVisible();
  await page.screenshot({ path: path.join(FOLDER, 'board.png') });
  await expectOneScreen(page);
  expect(complaints).toEqual([]);
});
