import { expect, type Page, test } from '@playwright/test';
import { choose, expectAccessible, messagesOf } from './fixtures/looks';
import { postVagueOrder } from './fixtures/orders';
import { contextOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const ROWS = 5_000;
const SENDERS = 24;
const world = worldFor('many-rows');
test.describe.configure({ timeout: 180_000 });

/** Cards of 5,000 orders, through the front door. */
test.beforeAll(async () => {
  test.setTimeout(180_000);
  let left = ROWS;
  const sender = async () => {
    while (left-- > 0) await postVagueOrder(world());
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const open = () => world().db.query<{ n: number }>(`select count(*)::int as n from tasks where state = 'open'`);
  await expect.poll(open, { timeout: 60_000 }).toEqual([{ n: ROWS }]);
});

async function openDesk(page: Page): Promise<void> {
  await page.goto(`${world().server.origin}/desk?view=all`);
  await expect(page.getByRole('option').first()).toBeVisible();
}

test('a queue of 5,000 cards is worked by keyboard, and the page holds only what is seen', async ({ browser }) => {
  const { agent, server } = world();
  const context = await contextOf(browser, agent.api, { viewport: { width: 1440, height: 900 } });
  await choose(context, server.origin, { locale: 'en', theme: 'light' });
  const page = await context.newPage();
  await openDesk(page);
  await expect(page.getByRole('tab', { selected: true })).toContainText('5,000');
  const rows = page.getByRole('listbox').getByRole('option');
  expect(await rows.count()).toBeLessThan(60);
  // As fast as a key that is held down repeats.
  for (let step = 0; step < 120; step += 1) await page.keyboard.press('j', { delay: 30 });
  const selected = page.getByRole('option', { selected: true });
  await expect(selected).toBeInViewport();
  await expect(selected).toHaveAttribute('aria-posinset', '121');
  expect(await rows.count()).toBeLessThan(60);
  await expectAccessible(page, 'desk with 5,000 cards');
  await page.goto(`${server.origin}/orders`);
  await expect(page.getByRole('row').nth(20)).toBeVisible();
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await expectAccessible(page, 'orders');
  await context.close();
});

test('compact rows show more of the queue, and stay compact on the next page', async ({ browser }) => {
  const { agent } = world();
  const context = await contextOf(browser, agent.api, { viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await openDesk(page);
  const height = () =>
    page
      .getByRole('option')
      .first()
      .evaluate((row) => row.getBoundingClientRect().height);
  const normal = await height();
  await page.getByRole('button', { name: /^我的账户/ }).click();
  await page.getByLabel('行距').selectOption('compact');
  await page.keyboard.press('Escape');
  await expect.poll(height).toBeLessThan(normal);
  const compact = await height();
  await expectAccessible(page, 'compact desk');
  await openDesk(page);
  await expect.poll(height).toBe(compact);
  await context.close();
});

test('a desk that is cut off says so and goes on showing what it had, and catches up by itself', async ({
  browser,
}) => {
  const { agent } = world();
  const context = await contextOf(browser, agent.api, { viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await openDesk(page);
  await context.setOffline(true);
  await expect(page.getByText(/^实时连接中断/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('option').first()).toBeVisible();
  await expectAccessible(page, 'offline desk');
  await context.setOffline(false);
  await expect(page.getByText(/^实时连接中断/)).toHaveCount(0, { timeout: 30_000 });
  await context.close();
});

test('pages whose data cannot be read say so and offer to try again', async ({ browser }) => {
  const { supervisor, server } = world();
  const t = messagesOf('zh-CN');
  for (const path of ['/desk', '/orders', '/board']) {
    const context = await contextOf(browser, supervisor.api, { viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.route('**/api/trpc/**', async (route) => {
      if (/people\.me/.test(route.request().url())) return route.continue();
      return route.fulfill({ status: 500, contentType: 'application/json', body: '[]' });
    });
    await page.goto(server.origin + path);
    await expect(page.getByRole('button', { name: t.common.retry }).first()).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page, `${path} without its data`);
    await context.close();
  }
});
