import { expect, type Page, test } from '@playwright/test';
import { acceptCards, cardsOf } from './fixtures/desk';
import { postVagueOrder } from './fixtures/orders';
import { pageOf, signInByForm, tabTo } from './fixtures/pages';
import { expectKept, lookFor } from './fixtures/stopwatch';
import { type World, worldFor } from './fixtures/world';

const LIMIT_MS = 1_000;
const STAGES = ['支付验证', '审单', '拣货', '打包出库', '揽收', '配送签收'];
const SIDE = 'section[aria-label="判断与处置"]';
/** Part of the reply that is suggested to "why has it not been shipped" while the order is under review. */
const IN_REVIEW = '还在审核';
const world = worldFor('agent-answers-a-customer');

/** Opens the seat for cards with the keyboard alone. */
async function acceptByKeyboard(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: /^接单状态/ }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('Home');
    await expect(page.getByRole('menuitemcheckbox', { name: '接单中' })).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '接单状态: 接单中' })).toBeVisible();
}

/** When the newest message of a customer was stored, by the database's clock: this machine's. */
async function storedAt({ db }: World): Promise<number> {
  const [row] = await db.query<{ at: number }>(
    `select at from feed where topic = 'interaction.stored' order by id desc limit 1`,
  );
  if (!row) throw new Error('no message was announced');
  return row.at;
}

test('an agent answers and closes an order with the keyboard alone, and the answer is sent once', async ({ page }) => {
  const { server, agent, wecom, db } = world();
  const customer = 'wmE2eCustomer0001';
  await page.goto(`${server.origin}/desk`);
  await signInByForm(page, agent);
  await expect(page.getByText('手上没有单')).toBeVisible();
  await acceptByKeyboard(page);
  const { orderNo } = await postVagueOrder(world());
  const [taskId = ''] = await cardsOf(world(), [orderNo]);

  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('j');
  await expect(page.getByRole('option', { selected: true })).toContainText('地址含糊');
  await expect(page.getByRole('heading', { name: orderNo })).toBeVisible();
  const stages = page.getByRole('list', { name: '六个阶段' }).getByRole('listitem');
  await expect(stages).toHaveCount(STAGES.length);
  for (const [index, stage] of STAGES.entries()) await expect(stages.nth(index)).toContainText(stage);
  await expect(page.locator(SIDE).getByText('地址含糊')).toBeVisible();
  await expect(page.locator(SIDE).getByText('地址“小区门口”：只有地标')).toBeVisible();

  await wecom.customerEnters({ externalUserId: customer, sceneParam: orderNo });
  await wecom.customerSays(customer, '怎么还没发货呀');
  await expect(page.getByRole('log').getByText('怎么还没发货呀')).toBeVisible();
  await expect(page.locator(SIDE).getByText(IN_REVIEW)).toBeVisible();
  const reply = page.getByRole('textbox', { name: '回复' });
  await page.keyboard.press('q');
  await expect(reply).toHaveValue(new RegExp(`${orderNo}.*${IN_REVIEW}`));
  await page.keyboard.press('r');
  await expect(reply).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.type('今天之内给您消息。');
  const body = await reply.inputValue();
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: /^误判/ })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('手上没有单')).toBeVisible();

  await expect.poll(() => wecom.sentMessages().length).toBe(1);
  const waiting = () => db.query('select kind, state from outbox where state = 0');
  await expect.poll(waiting, { message: 'nothing is left to be sent' }).toEqual([]);
  expect(wecom.sentMessages()).toMatchObject([{ externalUserId: customer, content: body }]);
  expect(wecom.sendAttempts()).toBe(1);
  expect(await db.query('select state, disposition, closed_by from tasks where id = $1', [taskId])).toEqual([
    { state: 'closed', disposition: 'false-alarm', closed_by: agent.userId },
  ]);
  expect(await db.query('select review from orders where order_no = $1', [orderNo])).toEqual([{ review: 'released' }]);
  expect(await db.query('select rule_id, label from rule_labels where task_id = $1', [taskId])).toEqual([
    { rule_id: 'address-vague', label: 'false-alarm' },
  ]);
});

test('open pages show a new order, a question, the replies to it and a closed card within a second', async ({
  browser,
}) => {
  const { secondAgent: agent, agent: first, supervisor, wecom } = world();
  await first.api.mutate('seats.setState', { state: 'offline' });
  const desk = await pageOf(browser, agent, '/desk');
  const board = await pageOf(browser, supervisor, '/board');
  await expect(board.getByRole('heading', { name: '主管看板' })).toBeAttached();
  await expect(desk.getByText('手上没有单')).toBeVisible();
  await acceptCards(world(), agent);

  await expectKept(LIMIT_MS, async (round) => {
    const customer = `wmE2eCustomer1${round}`;
    const question = `怎么还没发货呀,第 ${round} 次问了`;
    const card = await lookFor(desk, { selector: '[role=option]', text: `¥10${round}.00` });
    const inHand = await lookFor(board, { selector: `a[aria-label="${agent.name} 在手: 1"]` });
    const { orderNo, begunAt } = await postVagueOrder(world(), { amountCents: 10_000 + 100 * round });
    const cardAt = await card();
    const inHandAt = await inHand();

    await expect(desk.getByRole('heading', { name: orderNo })).toBeVisible();
    await wecom.customerEnters({ externalUserId: customer, sceneParam: orderNo });
    const talk = await lookFor(desk, { selector: '[role=log] li', text: question });
    const suggested = await lookFor(desk, { selector: SIDE, text: IN_REVIEW });
    await wecom.customerSays(customer, question);
    const talkAt = await talk();
    const suggestedAt = await suggested();
    const messageAt = await storedAt(world());

    const done = await lookFor(board, { selector: `a[aria-label="${agent.name} 今日完成: ${round}"]` });
    await desk.keyboard.press('2');
    const decidedAt = Date.now();
    await desk.keyboard.press('Control+Enter');
    const doneAt = await done();
    await expect(desk.getByText('手上没有单')).toBeVisible();
    return {
      'push begun → card on the open desk': cardAt - begunAt,
      'push begun → in hand on the open board': inHandAt - begunAt,
      'message stored → among the last interactions': talkAt - messageAt,
      'message stored → replies suggested': suggestedAt - messageAt,
      'Ctrl+Enter → done on the open board': doneAt - decidedAt,
    };
  });
});
