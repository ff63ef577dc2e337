import { expect, test } from '@playwright/test';
import { acceptCards, cardsOf } from './fixtures/desk';
import { postVagueOrder } from './fixtures/orders';
import { pageOf } from './fixtures/pages';
import { expectKept, lookFor } from './fixtures/stopwatch';
import { worldFor } from './fixtures/world';

const LIMIT_MS = 2_000;
const world = worldFor('deadlines');

test('a card whose time has come turns overdue on the open desk and the open board within 2 s', async ({ browser }) => {
  const { agent, supervisor, db } = world();
  const desk = await pageOf(browser, agent, '/desk');
  const board = await pageOf(browser, supervisor, '/board');
  await acceptCards(world(), agent);
  await expect(board.getByRole('heading', { name: '主管看板' })).toBeAttached();

  await expectKept(LIMIT_MS, async (round) => {
    const { orderNo } = await postVagueOrder(world(), { amountCents: 10_000 + 100 * round });
    const [taskId = ''] = await cardsOf(world(), [orderNo]);
    await expect(desk.getByRole('heading', { name: orderNo })).toBeVisible();
    await expect(desk.getByRole('tab', { name: /^待干预/ })).toContainText(String(round - 1));

    const onDesk = await lookFor(desk, { selector: `[role=option][id$="-${taskId}"]`, text: '刚超时' });
    const onBoard = await lookFor(board, { selector: `a[href="/desk?task=${taskId}"]`, text: orderNo });
    const inTile = await lookFor(board, { selector: '[data-tile=overdue] a', text: String(round) });
    const [row] = await db.query<{ dueAt: number }>(
      `update tasks set due_at = now() + interval '1 second', warn_at = null where id = $1 returning due_at as "dueAt"`,
      [taskId],
    );
    const dueAt = row?.dueAt ?? 0;
    const figures = {
      'due → overdue on the open desk': (await onDesk()) - dueAt,
      "due → on the board's list": (await onBoard()) - dueAt,
      "due → in the board's figure": (await inTile()) - dueAt,
    };
    await expect(desk.getByRole('tab', { name: /^待干预/ })).toContainText(String(round));
    await supervisor.api.mutate('tasks.takeOver', { taskId, version: await versionOf(taskId) });
    return figures;
  });
});

/** The version that a page which is up to date would send. */
async function versionOf(taskId: string): Promise<number> {
  const { supervisor } = world();
  return (await supervisor.api.query<{ row: { version: number } }>('tasks.open', { taskId })).row.version;
}
