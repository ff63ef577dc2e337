import { randomUUID } from 'node:crypto';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { oneTimeCode } from '@/db/testing/one-time-code';
import { genericOrder } from '@/db/testing/orders';
import { signWebhook } from '@/sim/standard-webhooks';
import { expectAccessible } from './fixtures/looks';
import { VAGUE_ADDRESS } from './fixtures/orders';
import { signInByForm } from './fixtures/pages';
import { serverFor } from './fixtures/server';
import { ADMIN } from './fixtures/world';

const server = serverFor('set-up-from-nothing', { SECOND_FACTOR: 'required' });
const AGENT = { username: 'lin.xiao', name: '林晓' };
test.describe.configure({ timeout: 180_000 });

const settingOf = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title });

/** Opens the link that the console printed, makes the first admin, and follows the sign-in to the end. */
async function becomeAdmin(page: Page): Promise<void> {
  const [, link = ''] = await server().waitForLog(/Create the first admin: (\S+)/);
  await page.goto(link);
  await page.getByLabel('用户名').fill(ADMIN.username);
  await page.getByLabel('姓名').fill(ADMIN.name);
  await page.getByLabel('密码').fill(ADMIN.password);
  await page.getByRole('button', { name: '创建管理员' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('用户名').fill(ADMIN.username);
  await page.getByLabel('密码').fill(ADMIN.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  const secret = ((await page.locator('[data-secret]').textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel('验证码').fill(oneTimeCode(secret, Date.now()));
  await page.getByRole('button', { name: '验证并启用' }).click();
  await page.getByLabel('我已把备用码保存好').check();
  await page.getByRole('button', { name: '进入观潮' }).click();
}

/** Follows the guide to the step it calls next. */
async function followGuide(page: Page, next: string): Promise<void> {
  await page.getByRole('navigation', { name: '设置' }).getByRole('link', { name: '从这里开始' }).click();
  await expect(page.getByText(`下一步：${next}`)).toBeVisible();
  const step = page.getByRole('list', { name: '设置步骤' }).getByRole('listitem').filter({ hasText: next });
  await expect(step).toHaveAttribute('aria-current', 'step');
  await step.getByRole('link').click();
}

async function addGroup(page: Page): Promise<void> {
  await expect(page.getByText('还没有分组')).toBeVisible();
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: '添加分组' });
  await dialog.getByLabel('名称').fill('客服一组');
  await dialog.getByRole('button', { name: '添加', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: '客服一组' })).toBeVisible();
}

/** Adds the agent; answers the password that the page shows once. */
async function addAgent(page: Page): Promise<string> {
  await expect(page.getByText('目前只有你一个人')).toBeVisible();
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: '添加人员' });
  await dialog.getByLabel('姓名').fill(AGENT.name);
  await dialog.getByLabel('用户名').fill(AGENT.username);
  await expect(dialog.getByLabel('分组')).toHaveValue(/./);
  await dialog.getByRole('button', { name: '添加', exact: true }).click();
  const shown = page.getByRole('dialog', { name: `已添加 ${AGENT.name}` });
  const password = (await shown.locator('code').textContent()) ?? '';
  await expectAccessible(page, 'password shown once');
  await shown.getByRole('button', { name: '我已记下' }).click();
  await expect(page.getByRole('row').filter({ hasText: AGENT.name })).toContainText('客服一组');
  await expect(page.getByText(password), 'nowhere any more').toHaveCount(0);
  return password;
}

/** Adds a shop; answers where it pushes to and the secret that the page shows once. */
async function addShop(page: Page): Promise<{ address: string; secret: string }> {
  await page.getByRole('button', { name: '添加店铺' }).first().click();
  const dialog = page.getByRole('dialog', { name: '添加店铺' });
  await dialog.getByLabel('名称').fill('潮汐生活馆');
  await dialog.getByLabel('分组').selectOption({ label: '客服一组' });
  await dialog.getByRole('button', { name: '添加', exact: true }).click();
  const secret = page.getByRole('dialog').locator('code').filter({ hasText: 'whsec_' });
  await expect(secret).toBeVisible();
  const text = (await secret.textContent()) ?? '';
  await page.getByRole('dialog').getByRole('button').last().click();
  const address = page.locator('code').filter({ hasText: '/hooks/generic/' }).first();
  return { address: (await address.textContent()) ?? '', secret: text };
}

/** The agent's own page, signed in, the seat open for cards. */
async function agentAtWork(browser: Browser, password: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(server().origin);
  await signInByForm(page, { ...AGENT, password });
  await expect(page).toHaveURL(/\/desk/);
  await page.getByRole('button', { name: /^接单状态/ }).click();
  await page.getByRole('menuitemcheckbox', { name: '接单中' }).click();
  await expect(page.getByRole('button', { name: '接单状态: 接单中' })).toBeVisible();
  return page;
}

/** Pushes an order as the shop's own system does, with nothing but what the page has shown. */
async function push(shop: { address: string; secret: string }): Promise<string> {
  const at = Date.now();
  const { orderNo, body } = genericOrder({ at, detail: VAGUE_ADDRESS });
  const text = body.toString('utf8');
  const message = { secret: shop.secret, id: `msg_${randomUUID()}`, timestampS: Math.floor(at / 1000), body: text };
  const headers = { 'content-type': 'application/json', ...signWebhook(message) };
  const answer = await fetch(shop.address, { method: 'POST', headers, body: text });
  expect(answer.status).toBe(200);
  return orderNo;
}

test('from an empty database to the first real card on a seat, in the browser alone', async ({ page, browser }) => {
  await becomeAdmin(page);
  await expect(page, 'the guide comes first').toHaveURL(/\/settings$/);
  await expect(page.getByText('现在没有人在席位上')).toBeVisible();
  await expectAccessible(page, 'guide of an empty installation');
  await followGuide(page, '建一个分组');
  await addGroup(page);
  await followGuide(page, '为客服和主管添加账号');
  const password = await addAgent(page);
  await followGuide(page, '接入一家店铺');
  const shop = await addShop(page);

  const desk = await agentAtWork(browser, password);
  const orderNo = await push(shop);
  const card = desk.getByRole('option');
  await expect(card).toHaveCount(1);
  await expect(card).toContainText('地址含糊');
  await card.click();
  await expect(desk.getByRole('heading', { name: orderNo })).toBeVisible();

  await page.goto(`${server().origin}/settings`);
  await expect(page.getByText('全部完成')).toBeVisible();
  await expect(settingOf(page, '收到第一笔订单')).toContainText('1 家店铺已有订单');
  await expect(settingOf(page, '有人在接单')).toContainText('1 人正在接单');
  await page.goto(server().origin);
  await expect(page, 'from now on an admin begins at the board').toHaveURL(/\/board/);
});
