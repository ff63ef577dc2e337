import { type Browser, expect, type Page, test } from '@playwright/test';
import { cardsOf } from './fixtures/desk';
import { choose, expectAccessible, LOCALES, messagesOf } from './fixtures/looks';
import { postVagueOrder } from './fixtures/orders';
import { contextOf, pageOf } from './fixtures/pages';
import { expectKept, lookFor } from './fixtures/stopwatch';
import { type Person, worldFor } from './fixtures/world';

const LIMIT_MS = 1_000;
const SLOW_START_MS = 40_000;
const world = worldFor('collision');
/** Two desks at a time, and some checks read every element of a page. */
test.describe.configure({ timeout: 180_000 });

/** A new card on nobody's seat. */
async function aCard(): Promise<string> {
  const { orderNo } = await postVagueOrder(world());
  const [taskId = ''] = await cardsOf(world(), [orderNo]);
  return taskId;
}
async function deskOf(browser: Browser, person: Person, taskId: string): Promise<Page> {
  const page = await pageOf(browser, person, `/desk?view=all&task=${taskId}`);
  // A desk that opens beside others may take its time; what is measured begins later.
  await expect(field(page)).toBeVisible({ timeout: SLOW_START_MS });
  await expect(page.getByText(/^实时/)).toBeVisible({ timeout: SLOW_START_MS });
  return page;
}
const field = (page: Page) => page.getByRole('textbox', { name: '回复' });
const row = (page: Page, taskId: string) => page.locator(`[role=option][id$="${taskId}"]`);
const header = (page: Page) => page.locator('section[aria-label="订单与会话"] header');
const send = (page: Page) => page.getByRole('button', { name: /^复制并标记已发/ });

test('whoever else has the queue or the card open sees within a second who looks at it and who writes', async ({
  browser,
}) => {
  const { agent, secondAgent } = world();
  const taskId = await aCard();
  const theirs = await deskOf(browser, secondAgent, taskId);
  const mine = await deskOf(browser, agent, taskId);
  await expect(header(theirs).getByText(`${agent.name}在看`)).toBeVisible();
  await expect(row(theirs, taskId)).toContainText(`${agent.name}在看`);
  await expect(header(mine).getByText(`${secondAgent.name}在看`)).toBeVisible();
  await expect(field(mine)).toBeEnabled();

  await expectKept(LIMIT_MS, async () => {
    await expect(row(theirs, taskId)).not.toContainText('正在输入', { timeout: 15_000 });
    const text = `${agent.name}正在输入`;
    const inList = await lookFor(theirs, { selector: '[role=option]', text });
    const inOrder = await lookFor(theirs, { selector: 'header', text });
    const begunAt = Date.now();
    await field(mine).pressSequentially('您');
    return {
      'typing seen in the list': (await inList()) - begunAt,
      'typing seen in the order': (await inOrder()) - begunAt,
    };
  });
  // What was typed counts for six seconds; the card stays theirs until they leave it.
  await expect(row(theirs, taskId)).toContainText(`${agent.name}正在编辑`, { timeout: 15_000 });
  await mine.close();
  await expect(row(theirs, taskId)).not.toContainText(agent.name, { timeout: 15_000 });
});

test('what a colleague edits cannot be sent or decided by anybody else, and what was written stays', async ({
  browser,
}) => {
  const { agent, secondAgent } = world();
  const taskId = await aCard();
  const mine = await deskOf(browser, agent, taskId);
  await field(mine).fill('您好,地址不完整');
  const theirs = await deskOf(browser, secondAgent, taskId);
  const lockLine = theirs.getByRole('status').filter({ hasText: new RegExp(`${agent.name} 从 .* 起在编辑这张单`) });
  await expect(lockLine).toBeVisible();
  await field(theirs).fill('请补充门牌号');
  await send(theirs).click();
  await expect(theirs.getByRole('alert').filter({ hasText: agent.name })).toContainText('在编辑这张单；接管后再试');
  await expect(field(theirs)).toHaveValue('请补充门牌号');
  await mine.goto('about:blank');
  await expect(lockLine).toBeHidden({ timeout: 15_000 });
  await theirs.reload();
  await expect(field(theirs)).toHaveValue('请补充门牌号', { timeout: SLOW_START_MS });
});

test('a reply to a card that changed unseen is refused: who, what and when; a reload keeps the text', async ({
  browser,
}) => {
  const { agent, supervisor, server, db } = world();
  const taskId = await aCard();
  const context = await contextOf(browser, supervisor.api);
  const stale = await context.newPage();
  // A page that hears nothing of what happens.
  await stale.routeWebSocket(/socket\.io/, () => {});
  await stale.goto(`${server.origin}/desk?view=all&task=${taskId}`);
  await field(stale).fill('稍等,马上为您核实');
  const [card] = await db.query<{ version: number }>('select version::int as version from tasks where id = $1', [
    taskId,
  ]);
  await agent.api.mutate('tasks.takeOver', { taskId, version: card?.version });
  await send(stale).click();
  await expect(stale.getByRole('alert').filter({ hasText: agent.name })).toContainText(
    /在 \d{2}:\d{2}:\d{2} 接走或转走了这张单；你写的内容还在/,
  );
  await stale.getByRole('button', { name: '重新载入' }).click();
  await expect(stale.getByText(`${agent.name} 正在处理`)).toBeVisible();
  await expect(field(stale)).toHaveValue('稍等,马上为您核实');
});

test('a take-over asks first; the other is told, keeps the text and can no longer send', async ({ browser }) => {
  const { agent, supervisor } = world();
  const taskId = await aCard();
  const mine = await deskOf(browser, agent, taskId);
  await mine.getByRole('button', { name: '认领' }).click();
  await field(mine).fill('您好,我在核实');
  const lead = await deskOf(browser, supervisor, taskId);
  await lead.getByRole('button', { name: '接管' }).click();
  const question = lead.getByRole('dialog');
  await expect(question).toContainText(`从 ${agent.name} 手中接管？`);
  await expectAccessible(lead, 'question before a take-over');
  await question.getByRole('button', { name: '接管' }).click();
  await expect(lead.getByText('在我的席位')).toBeVisible();
  await expect(mine.getByText(`${supervisor.name} 接管了你手上的一张单，草稿还在`)).toBeVisible();
  await expect(mine.getByText(new RegExp(`${supervisor.name} 从 .* 起在编辑`))).toBeVisible();
  await expect(field(mine)).toHaveValue('您好,我在核实');
  await expect(send(mine)).toBeDisabled();
  await expect(mine.getByRole('button', { name: /^通知: 1 条未读/ })).toBeVisible();
  await expect(lead.getByRole('button', { name: '接管' }), 'nobody is left to take it from').toHaveCount(0);
});

test('the key l keeps a card to oneself and gives it free again', async ({ browser }) => {
  const { agent, secondAgent } = world();
  const taskId = await aCard();
  const theirs = await deskOf(browser, secondAgent, taskId);
  const mine = await deskOf(browser, agent, taskId);
  await expect(mine.getByRole('button', { name: '认领' })).toBeVisible();
  await mine.keyboard.press('l');
  await expect(mine.getByText('在我的席位')).toBeVisible();
  await mine.keyboard.press('l');
  await expect(mine.getByRole('button', { name: /^已锁定/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(row(theirs, taskId)).toContainText(`${agent.name}正在编辑`);
  await mine.keyboard.press('l');
  await expect(mine.getByRole('button', { name: /^锁定/ })).toBeVisible();
  await expect(row(theirs, taskId)).toContainText(`${agent.name}在看`);
});

test('a card given to somebody who is not there has to be confirmed', async ({ browser }) => {
  const { supervisor, secondAgent, db } = world();
  const taskId = await aCard();
  const lead = await deskOf(browser, supervisor, taskId);
  await expect(lead.getByRole('button', { name: '转给' })).toBeVisible();
  await lead.keyboard.press('a');
  await lead.getByRole('menuitem').filter({ hasText: secondAgent.name }).filter({ hasText: '离线' }).click();
  const question = lead.getByRole('dialog');
  await expect(question).toContainText(`${secondAgent.name} 不在线`);
  await question.getByRole('button', { name: '取消' }).click();
  expect(await db.query('select 1 from tasks where id = $1 and seat_id is not null', [taskId])).toEqual([]);
});

for (const locale of LOCALES) {
  test(`a desk with colleagues at the card breaks no accessibility rule (${locale})`, async ({ browser }) => {
    const { agent, secondAgent, server } = world();
    const t = messagesOf(locale);
    const taskId = await aCard();
    const theirs = await deskOf(browser, secondAgent, taskId);
    await field(theirs).fill('在核实');
    const context = await contextOf(browser, agent.api);
    await choose(context, server.origin, { locale, theme: 'light' });
    const mine = await context.newPage();
    await mine.goto(`${server.origin}/desk?view=all&task=${taskId}`);
    await expect(mine.getByRole('textbox', { name: t.desk.reply })).toBeVisible();
    await expect(row(mine, taskId)).toContainText(secondAgent.name);
    await expectAccessible(mine, 'desk with a colleague at the card');
  });
}
