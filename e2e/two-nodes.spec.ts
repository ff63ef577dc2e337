import { expect, type Page, test } from '@playwright/test';
import { acceptCards, cardsOf, shownTaskIds } from './fixtures/desk';
import { FrontProxy } from './fixtures/front-proxy';
import { postVagueOrder } from './fixtures/orders';
import { closePagesAfterEach, pageOf } from './fixtures/pages';
import { TestServer } from './fixtures/server';
import { furnish, type World } from './fixtures/world';

const SHOWN_LIMIT_MS = 1_000;
const BACK_LIMIT_MS = 10_000;

let proxy: FrontProxy;
let first: TestServer;
let second: TestServer;
let world: World;

closePagesAfterEach();
test.beforeAll(async () => {
  test.setTimeout(180_000);
  proxy = await FrontProxy.start();
  first = await TestServer.start('two-nodes-first', { ORIGIN: proxy.origin });
  proxy.sendTo(first);
  world = await furnish(first);
  second = await TestServer.start('two-nodes-second', { ORIGIN: proxy.origin, DATA_DIR: first.dataDir });
});
test.afterAll(async () => {
  test.setTimeout(120_000);
  await world?.wecom.close();
  await world?.db.close();
  await second?.dispose();
  await first?.dispose();
  await proxy?.close();
});

/** How many live pages a node holds, as it says itself. */
async function pagesOn(node: TestServer): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${node.port}/metrics`)).text();
  return Number(/^tidewatch_sockets (\d+)$/m.exec(metrics)?.[1]);
}

async function showsCardWithin(page: Page, limitMs: number): Promise<void> {
  const { orderNo, begunAt } = await postVagueOrder(world);
  const [taskId = ''] = await cardsOf(world, [orderNo]);
  await expect
    .poll(
      async () => {
        await page.keyboard.press('u');
        return shownTaskIds(page);
      },
      { intervals: [20] },
    )
    .toContain(taskId);
  const tookMs = Date.now() - begunAt;
  console.log(`pushed to one node → shown by the other: ${tookMs} ms (limit ${limitMs} ms)`);
  expect(tookMs).toBeLessThanOrEqual(limitMs);
}

test('a card pushed to one node is on a desk of the other within 1 s, and a killed node gives its agents to the other within 10 s', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  proxy.sendTo(second);
  const page = await pageOf(browser, world.agent, '/desk?view=all');
  await expect(page.getByText(/^实时 /)).toBeVisible();
  await expect.poll(() => pagesOn(second)).toBe(1);
  expect(await pagesOn(first)).toBe(0);
  proxy.sendTo(first);
  await acceptCards(world, world.agent);
  await showsCardWithin(page, SHOWN_LIMIT_MS);

  await second.kill9();
  const killedAtMs = performance.now();
  await expect.poll(() => pagesOn(first), { timeout: 30_000, intervals: [50] }).toBe(1);
  await expect(page.getByText(/^实时 /)).toBeVisible({ timeout: 30_000 });
  const tookMs = performance.now() - killedAtMs;
  console.log(`node killed → its agent is back on the other: ${tookMs.toFixed(0)} ms (limit ${BACK_LIMIT_MS} ms)`);
  expect(tookMs).toBeLessThanOrEqual(BACK_LIMIT_MS);
  await showsCardWithin(page, SHOWN_LIMIT_MS);
});
