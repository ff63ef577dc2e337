import { expect, test } from '@playwright/test';
import { acceptCards, cardsOf, openTaskIds, shownTaskIds } from './fixtures/desk';
import { postVagueOrder } from './fixtures/orders';
import { pageOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const CAUGHT_UP_LIMIT_MS = 3_000;
const world = worldFor('after-a-crash');

const postOrders = (count: number) =>
  Promise.all(Array.from({ length: count }, async () => (await postVagueOrder(world())).orderNo));

test('an open desk equals the database within 3 s of its reconnection to a server that was killed', async ({
  browser,
}) => {
  const { server, agent, secondAgent, supervisor } = world();
  const page = await pageOf(browser, agent, '/desk?view=all');
  await expect(page.getByText(/^实时/)).toBeVisible();
  await acceptCards(world(), agent);
  const [closed = '', assigned = '', ...others] = await cardsOf(world(), await postOrders(8));
  await expect
    .poll(async () => {
      await page.keyboard.press('u');
      return shownTaskIds(page);
    })
    .toEqual(await openTaskIds(world()));

  const versionOf = async (taskId: string) =>
    (await supervisor.api.query<{ row: { version: number } }>('tasks.open', { taskId })).row.version;
  const dispose = { disposition: 'true', cause: 'other', causeNote: '' };
  await supervisor.api.mutate('tasks.assign', {
    taskId: assigned,
    seatId: secondAgent.userId,
    version: await versionOf(assigned),
  });
  await supervisor.api.mutate('tasks.dispose', { ...dispose, taskId: closed, version: await versionOf(closed) });
  await server.kill9();
  await expect(page.getByText('正在重连')).toBeVisible();
  await expect(page.getByText(/^实时连接中断/)).toBeVisible();

  await server.start();
  const [closedToo = ''] = others;
  await supervisor.api.mutate('tasks.dispose', { ...dispose, taskId: closedToo, version: await versionOf(closedToo) });
  const added = postOrders(4);
  await expect(page.getByText(/^实时 /)).toBeVisible({ timeout: 15_000 });
  const reconnectedAtMs = performance.now();
  await expect(page.getByText(/^实时连接中断/)).toHaveCount(0);
  await cardsOf(world(), await added);
  await expect
    .poll(
      async () => {
        await page.keyboard.press('u');
        return shownTaskIds(page);
      },
      { intervals: [50], timeout: 10_000 },
    )
    .toEqual(await openTaskIds(world()));
  const tookMs = performance.now() - reconnectedAtMs;
  console.log(`after a crash: the desk equals the database ${tookMs.toFixed(0)} ms after it reconnected`);
  expect(tookMs).toBeLessThanOrEqual(CAUGHT_UP_LIMIT_MS);
  expect(await openTaskIds(world())).toHaveLength(10);
});
